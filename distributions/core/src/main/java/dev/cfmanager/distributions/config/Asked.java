// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.json.Problems;
import dev.cfmanager.origins.OriginRepository;
import dev.cfmanager.origins.S3Host;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds what a client asked for against what will be sent: a value that a rule decided otherwise is a problem, because
 * an answer that everything is well would be a lie. Values that only have another spelling afterwards are none.
 */
final class Asked {
    /** What the rules spell anew: slashes, cut texts, the stack's own cache policy, deprecated certificate members. */
    private static final Set<String> SPELLED_ANEW =
            Set.of("OriginPath", "CachePolicyId", "Comment", "Certificate", "CertificateSource");

    private final OriginRepository origins;
    private final Problems problems;

    Asked(OriginRepository origins, Problems problems) {
        this.origins = origins;
        this.problems = problems;
    }

    /** Notes every member of {@code patch} that {@code config} does not have as asked. */
    void check(ObjectNode patch, ObjectNode config) {
        object(patch, config, "/config");
    }

    private void object(ObjectNode asked, JsonNode result, String pointer) {
        for (Map.Entry<String, JsonNode> member : asked.properties()) {
            String name = member.getKey();
            boolean counted = name.equals("Quantity");
            if (!counted && !member.getValue().isNull() && !SPELLED_ANEW.contains(name)) {
                value(name, member.getValue(), result.path(name), pointer + "/" + name);
            }
        }
    }

    private void value(String name, JsonNode asked, JsonNode result, String pointer) {
        if (asked instanceof ObjectNode object) {
            object(object, result, pointer);
        } else if (asked.isArray()) {
            Optional<ItemKey> key = ItemKey.of(asked);
            for (int i = 0; i < asked.size(); i++) {
                JsonNode item = asked.get(i);
                JsonNode found = key.map(known -> known.find(result, known.text(item)))
                        .orElse(i < result.size() ? result.get(i) : MissingNode.getInstance());
                value(name, item, found, pointer + "/" + i);
            }
        } else if (name.equals("DomainName") ? !isSameHost(asked.asText(), result.asText()) : !same(asked, result)) {
            problems.add(
                    pointer,
                    "would not be applied: the manager decides it, and it is "
                            + (result.isMissingNode() ? "not set" : Json.write(result)));
        }
    }

    /** A bucket has several hosts, and an origin's id stands for its bucket's. */
    private boolean isSameHost(String asked, String result) {
        if (asked.startsWith("origin-") && !asked.contains(".")) {
            return origins.find(asked)
                    .filter(origin -> S3Host.regionalHost(origin.bucketName(), origin.region())
                            .equals(result))
                    .isPresent();
        }
        Optional<String> bucket = S3Host.parse(asked).map(S3Host::bucket);
        return asked.equals(result)
                || (bucket.isPresent() && bucket.equals(S3Host.parse(result).map(S3Host::bucket)));
    }

    private static boolean same(JsonNode asked, JsonNode result) {
        boolean nothing = asked.isTextual() && asked.asText().isEmpty() || asked.isBoolean() && !asked.asBoolean();
        return result.isMissingNode() ? nothing : Json.canonical(asked).equals(Json.canonical(result));
    }
}
