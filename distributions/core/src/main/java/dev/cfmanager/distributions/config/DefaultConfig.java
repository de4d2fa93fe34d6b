// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.DistributionSpec;
import java.util.List;

/** The configuration of a request that gives an origin's domain and no configuration of its own. */
final class DefaultConfig {
    /** The managed origin request policy CORS-S3Origin: what S3 needs to answer cross-origin requests. */
    private static final String CORS_S3_ORIGIN = "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf";

    private static final String ORIGIN_ID = "default-origin";

    private DefaultConfig() {}

    /** A website on that domain: every method reaches the origin, what GET, HEAD and OPTIONS get is cached. */
    static ObjectNode of(DistributionSpec.Shortcuts wanted) {
        ObjectNode config = Json.object();
        config.putObject("Origins")
                .putArray("Items")
                .addObject()
                .put("Id", ORIGIN_ID)
                .put("DomainName", wanted.originDomain())
                .put("OriginPath", wanted.originPath());
        ObjectNode behavior = config.putObject("DefaultCacheBehavior")
                .put("TargetOriginId", ORIGIN_ID)
                .put(
                        "ViewerProtocolPolicy",
                        wanted.viewerProtocol().isEmpty() ? "redirect-to-https" : wanted.viewerProtocol())
                .put("Compress", true);
        ObjectNode methods = behavior.putObject("AllowedMethods");
        items(methods, List.of("GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"));
        items(methods.putObject("CachedMethods"), List.of("GET", "HEAD", "OPTIONS"));
        if (!wanted.customDomains().isEmpty()) {
            items(config.putObject("Aliases"), wanted.customDomains());
        }
        if (!wanted.certificateArn().isEmpty()) {
            config.putObject("ViewerCertificate")
                    .put("ACMCertificateArn", wanted.certificateArn())
                    .put("MinimumProtocolVersion", wanted.minTlsVersion());
        }
        return config;
    }

    /** Adds what depends on the origin, once that is known: a root object, and what only a bucket needs. */
    static void complete(ObjectNode config) {
        root(config);
        boolean s3 =
                Part.origins(config).stream().anyMatch(origin -> origin.node().has("S3OriginConfig"));
        if (s3) {
            Part.behaviors(config).forEach(behavior -> behavior.node().put("OriginRequestPolicyId", CORS_S3_ORIGIN));
        }
    }

    /** Adds the usual root object where nothing else is. */
    static void root(ObjectNode config) {
        if (!config.has("DefaultRootObject")) {
            config.put("DefaultRootObject", "index.html");
        }
    }

    private static void items(ObjectNode list, List<String> values) {
        values.forEach(list.putArray("Items")::add);
    }
}
