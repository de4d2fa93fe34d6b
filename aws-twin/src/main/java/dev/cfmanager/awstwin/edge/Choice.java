// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which headers, cookies or query strings a policy takes.
 *
 * @param mode the policy's word, such as {@code whitelist}
 * @param names the names it lists, lower case
 */
record Choice(String mode, Set<String> names) {
    static final Choice NONE = new Choice("none", Set.of());
    static final Choice ALL = new Choice("all", Set.of());

    static Choice of(String mode, List<String> names) {
        return new Choice(
                mode.isEmpty() ? "none" : mode,
                names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet()));
    }

    boolean takes(String name) {
        boolean named = names.contains(name.toLowerCase(Locale.ROOT)) || names.contains("*");
        return switch (mode) {
            case "all", "allViewer", "allViewerAndWhitelistCloudFront" -> true;
            case "whitelist" -> named;
            case "allExcept" -> !named;
            default -> false;
        };
    }
}
