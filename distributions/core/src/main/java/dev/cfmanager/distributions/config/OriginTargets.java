// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.OriginRepository;
import dev.cfmanager.origins.OriginState;
import dev.cfmanager.origins.S3Host;
import java.util.Optional;

/**
 * Finds out what each origin is: one of ours (by its id, by a domain name that is an id, or by its bucket), an S3 website
 * endpoint, or any other host; and gives it the members that CloudFront needs for that. An origin that names its own
 * access control for an S3 bucket that is not ours is left as it is.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Origin.html">Origin</a>
 */
final class OriginTargets implements ConfigRule {
    private static final String ID_PREFIX = "origin-";

    private final OriginRepository origins;

    OriginTargets(OriginRepository origins) {
        this.origins = origins;
    }

    @Override
    public void apply(ConfigDraft draft) {
        for (Part part : Part.origins(draft.config())) {
            Optional<Origin> managed = managed(part);
            if (managed.isPresent()) {
                use(draft, part, managed.get());
            } else if (part.text("DomainName").matches(ID_PREFIX + "[0-9a-f]{8}")) {
                draft.problems().add(part.at("DomainName"), "names no origin: " + part.text("DomainName"));
            } else {
                foreign(part);
            }
        }
    }

    private Optional<Origin> managed(Part part) {
        return byId(part.text("Id")).or(() -> byId(part.text("DomainName"))).or(() -> S3Host.parse(
                        part.text("DomainName"))
                .filter(host -> !host.website())
                .flatMap(host -> origins.findByBucketName(host.bucket())));
    }

    private Optional<Origin> byId(String id) {
        return id.startsWith(ID_PREFIX) ? origins.find(id) : Optional.empty();
    }

    private static void use(ConfigDraft draft, Part part, Origin origin) {
        if (origin.state() != OriginState.ACTIVE || origin.oacId().isEmpty()) {
            draft.problems()
                    .add(
                            part.pointer(),
                            "origin " + origin.id() + " is not ready: it is "
                                    + origin.state().word());
            return;
        }
        draft.use(part.text("Id"), origin);
        ObjectNode node = part.node();
        node.put("DomainName", S3Host.regionalHost(origin.bucketName(), origin.region()));
        ObjectNode s3 = node.withObjectProperty("S3OriginConfig");
        s3.put("OriginAccessIdentity", "");
        node.put("OriginAccessControlId", origin.oacId().get());
        node.remove("CustomOriginConfig");
    }

    private static void foreign(Part part) {
        ObjectNode node = part.node();
        Optional<S3Host> s3 = S3Host.parse(part.text("DomainName"));
        boolean ownAccess = !part.text("OriginAccessControlId").isEmpty()
                || !node.at("/S3OriginConfig/OriginAccessIdentity").asText("").isEmpty();
        boolean website = s3.isPresent() && s3.get().website();
        boolean bucketOfSomebody = s3.isPresent() && !website && node.has("S3OriginConfig") && ownAccess;
        if (bucketOfSomebody || node.has("VpcOriginConfig")) {
            return;
        }
        node.remove("S3OriginConfig");
        ObjectNode custom = node.withObjectProperty("CustomOriginConfig");
        defaults(website).properties().stream()
                .filter(member -> !custom.has(member.getKey()))
                .forEach(member -> custom.set(member.getKey(), member.getValue()));
        if (website) {
            custom.put("OriginProtocolPolicy", "http-only"); // the endpoint speaks nothing else
        }
    }

    private static ObjectNode defaults(boolean website) {
        ObjectNode defaults = Json.object()
                .put("HTTPPort", 80)
                .put("HTTPSPort", 443)
                .put("OriginProtocolPolicy", website ? "http-only" : "https-only")
                .put("OriginReadTimeout", 30)
                .put("OriginKeepaliveTimeout", 5);
        defaults.putObject("OriginSslProtocols").putArray("Items").add("TLSv1.2");
        return defaults;
    }
}
