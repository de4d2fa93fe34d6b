// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.dynamo.Claims;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a record holds that no other may have at the same time. Its name it holds from its first write to its last, except
 * while its creation has failed; so two requests for one name cannot both get it. Its aliases are CloudFront's to give:
 * that a record has them is only noted, from when CloudFront has the distribution, for those who ask before they try.
 */
final class Holdings {
    private static final String NAME = "name#";
    private static final String ALIAS = "alias#";

    private Holdings() {}

    /** What changes from one state of a record to another; empty where it did not or does not exist. */
    static Claims change(String id, Optional<Distribution> before, Optional<Distribution> after) {
        return Claims.between(
                id,
                before.map(Holdings::names).orElse(List.of()),
                after.map(Holdings::names).orElse(List.of()),
                before.map(Holdings::aliases).orElse(List.of()),
                after.map(Holdings::aliases).orElse(List.of()));
    }

    /** The text that stands for an alias. */
    static String alias(String alias) {
        return ALIAS + alias.toLowerCase(Locale.ROOT);
    }

    /** The name that a text stands for. */
    static String name(String text) {
        return text.substring(NAME.length());
    }

    /** The texts that stand for the record's name: one, or none where its creation failed. */
    static List<String> names(Distribution distribution) {
        boolean stillborn = distribution.status() == DistributionStatus.FAILED
                && distribution.cloudfrontId().isEmpty();
        return stillborn ? List.of() : List.of(NAME + distribution.name());
    }

    /** The texts that stand for the record's aliases. */
    static List<String> aliases(Distribution distribution) {
        return distribution.cloudfrontId().isEmpty()
                ? List.of()
                : aliases(distribution.config()).stream()
                        .map(Holdings::alias)
                        .distinct()
                        .toList();
    }

    /** The aliases of a configuration, as they are spelt there. */
    static List<String> aliases(ObjectNode config) {
        List<String> aliases = new ArrayList<>();
        config.at("/Aliases/Items").forEach(alias -> aliases.add(alias.asText()));
        return aliases;
    }
}
