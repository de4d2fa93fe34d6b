// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Fields;
import dev.cfmanager.common.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client wants changed in a distribution: {@code name}, {@code description}, {@code tags}, {@code config}. What
 * is not named stays; {@code null} removes a description, a tag, a member of the configuration.
 *
 * @param version the version of the record that the client saw, from the body or {@code If-Match}; empty when the client
 *     does not care
 * @param document those of the four that are there, fit for a merge into {@link PendingUpdate#document}
 */
public record DistributionPatch(Optional<Long> version, ObjectNode document) {
    private static final Set<String> CHANGEABLE = Set.of("name", "description", "tags", "config");
    private static final int MAX_DESCRIPTION = 1000;
    private static final Pattern IF_MATCH = Pattern.compile("(?:W/)?\"?(\\d{1,18})\"?");

    /**
     * Reads the body of {@code PUT /distributions/{id}}. Problems of the configuration itself show later, when it is held
     * against what CloudFront has.
     *
     * @param ifMatch the header {@code If-Match}: a version, in quotes or not, or {@code *} for any
     * @throws OperationException VALIDATION_ERROR with everything that is unfit, each under its field's name
     */
    public static DistributionPatch of(Fields body, Optional<String> ifMatch) {
        body.only(Set.of("name", "description", "tags", "config", "version"));
        ObjectNode document = body.node().deepCopy().retain(CHANGEABLE);
        if (body.has("name")) {
            document.put("name", DistributionSpec.name(body));
        }
        body.optionalText("description", MAX_DESCRIPTION);
        body.object("config");
        tags(body, document);
        List.of("config", "tags").stream()
                .filter(body::isNull)
                .forEach(name -> body.problem(name, "cannot be removed as a whole; name the members to remove"));
        if (document.isEmpty() && body.problems().none()) {
            body.problem("body", "names nothing to change; known are name, description, tags, config");
        }
        Optional<Long> version = version(body, ifMatch);
        body.problems().throwIfAny("Invalid change of a distribution");
        return new DistributionPatch(version, document);
    }

    /** Whether that member is to be changed. */
    public boolean has(String member) {
        return document.has(member);
    }

    private static void tags(Fields body, ObjectNode document) {
        body.object("tags").ifPresent(given -> {
            ObjectNode kept = Json.object();
            given.properties().stream()
                    .filter(tag -> !tag.getValue().isNull())
                    .forEach(tag -> kept.set(tag.getKey(), tag.getValue()));
            DistributionSpec.tags(new Fields(Json.object().set("tags", kept), body.problems()));
            document.set("tags", given);
        });
    }

    private static Optional<Long> version(Fields body, Optional<String> ifMatch) {
        Optional<Long> named = body.whole("version", 1, Long.MAX_VALUE);
        Optional<String> header = ifMatch.map(String::strip).filter(text -> !text.isEmpty() && !text.equals("*"));
        if (header.isEmpty()) {
            return named;
        }
        Matcher matcher = IF_MATCH.matcher(header.get());
        if (!matcher.matches()) {
            body.problem("If-Match", "must be the version that you saw, such as \"7\", or *");
            return named;
        }
        long seen = Long.parseLong(matcher.group(1));
        if (named.isPresent() && named.get() != seen) {
            body.problem("If-Match", "says another version than the body: " + seen + " and " + named.get());
        }
        return Optional.of(seen);
    }
}
