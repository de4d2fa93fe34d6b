// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.origins.S3Host;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A part of a configuration over a whole one, as RFC 7396 merges: a member that is named replaces its like, objects go
 * member by member, {@code null} removes, what is not named stays. A list is what is sent, in that order, but an item
 * that is there already (see {@link ItemKey}) is merged with what it was; so an item needs only its key and what is
 * different, and is removed by leaving it out.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7396">JSON Merge Patch</a>
 */
final class ConfigMerge {
    private static final String CERTIFICATE = "ViewerCertificate";
    private static final List<String> CERTIFICATES =
            List.of("CloudFrontDefaultCertificate", "ACMCertificateArn", "IAMCertificateId", "Certificate");
    private static final List<String> ACCESS = List.of("S3OriginConfig", "OriginAccessControlId");

    private ConfigMerge() {}

    /** The configuration with the patch over it. */
    static ObjectNode apply(ObjectNode config, ObjectNode patch) {
        ObjectNode merged = config.deepCopy();
        if (patch.get(CERTIFICATE) instanceof ObjectNode wanted
                && CERTIFICATES.stream().anyMatch(wanted::hasNonNull)) {
            forgetCertificate(merged);
        }
        merge(merged, patch);
        return merged;
    }

    /** Which certificate it is, is one choice; how viewers connect to CloudFront's own is none of ours. */
    private static void forgetCertificate(ObjectNode config) {
        if (config.get(CERTIFICATE) instanceof ObjectNode certificate) {
            if (certificate.path("CloudFrontDefaultCertificate").asBoolean()) {
                certificate.removeAll();
            }
            certificate.remove(CERTIFICATES);
            certificate.remove("CertificateSource");
        }
    }

    private static void merge(ObjectNode into, ObjectNode patch) {
        if (patch.path("Quantity").asInt(-1) == 0 && !patch.has("Items") && into.has("Items")) {
            into.putArray("Items"); // AWS's own way to say that there are none
        }
        for (Map.Entry<String, JsonNode> member : patch.properties()) {
            String name = member.getKey();
            JsonNode wanted = member.getValue();
            JsonNode current = into.get(name);
            if (wanted.isNull()) {
                into.remove(name);
            } else if (wanted instanceof ObjectNode object) {
                merge(current instanceof ObjectNode ? (ObjectNode) current : into.putObject(name), object);
            } else if (wanted instanceof ArrayNode list) {
                into.set(name, list(current instanceof ArrayNode array ? array : Json.array(), list));
            } else {
                into.set(name, wanted);
            }
        }
    }

    private static ArrayNode list(ArrayNode current, ArrayNode wanted) {
        Optional<ItemKey> key = ItemKey.of(current, wanted);
        ArrayNode list = Json.array();
        for (JsonNode item : wanted) {
            JsonNode before =
                    key.map(found -> found.find(current, found.text(item))).orElse(item);
            ObjectNode merged = Json.object();
            if (!(item instanceof ObjectNode object)) {
                list.add(item);
                continue;
            }
            if (before instanceof ObjectNode known && before != item) {
                merged = known.deepCopy();
                forgetAccess(merged, object);
            }
            merge(merged, object);
            list.add(merged);
        }
        return list;
    }

    /** How an origin is read belongs to its host: another host is read in another way. */
    private static void forgetAccess(ObjectNode origin, ObjectNode wanted) {
        String host = wanted.path("DomainName").asText("");
        String before = origin.path("DomainName").asText();
        boolean managed = host.startsWith("origin-") && !host.contains("."); // its access is set when it is looked up
        Optional<String> bucket = S3Host.parse(host).map(S3Host::bucket);
        boolean same = host.equals(before)
                || (bucket.isPresent() && bucket.equals(S3Host.parse(before).map(S3Host::bucket)));
        if (!host.isEmpty() && !managed && !same) {
            origin.remove(ACCESS);
        }
    }
}
