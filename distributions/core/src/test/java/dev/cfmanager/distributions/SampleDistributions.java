// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.VirtualClock;
import dev.cfmanager.common.json.Json;
import java.util.List;
import java.util.Locale;

/** Distributions and configurations as tests need them. */
public final class SampleDistributions {
    private SampleDistributions() {}

    /** A deployed distribution with that id, in front of {@code www.example.com}. */
    public static DistributionBuilder deployed(String id) {
        return Distribution.builder()
                .id(id)
                .name("Distribution " + id)
                .status(DistributionStatus.DEPLOYED)
                .cloudfrontId("E" + id.toUpperCase(Locale.ROOT).replaceAll("[^0-9A-Z]", ""))
                .arn("arn:aws:cloudfront::123456789012:distribution/E" + id)
                .domainName(id + ".cloudfront.net")
                .originDomain("www.example.com")
                .originDomains(List.of("www.example.com"))
                .originIds(List.of("origin-1"))
                .grantedOriginIds(List.of("origin-1"))
                .config(Json.object().put("Comment", "sample").put("Enabled", true))
                .createdBy("user@example.com")
                .createdAt(VirtualClock.EPOCH)
                .updatedBy("user@example.com")
                .updatedAt(VirtualClock.EPOCH);
    }

    /** The body of a request to create a distribution in front of that host, as the browser client sends it. */
    public static ObjectNode request(String name, String originId, String host) {
        ObjectNode body = Json.object().put("name", name).put("type", "Standard");
        body.set("config", config(originId, host));
        return body.put("certificateArn", "").put("customDomains", "");
    }

    /** The configuration in that request. */
    public static ObjectNode config(String originId, String host) {
        ObjectNode config = Json.object().put("Comment", "").put("Enabled", true);
        ObjectNode origin = config.putObject("Origins")
                .put("Quantity", 1)
                .putArray("Items")
                .addObject()
                .put("Id", originId)
                .put("DomainName", host)
                .put("OriginPath", "/");
        origin.putObject("S3OriginConfig").put("OriginAccessIdentity", "");
        ObjectNode behavior = config.putObject("DefaultCacheBehavior")
                .put("TargetOriginId", originId)
                .put("ViewerProtocolPolicy", "redirect-to-https")
                .put("CachePolicyId", "658327ea-f89d-4fab-a63d-7e88639e58f6")
                .put("Compress", true);
        behavior.putObject("AllowedMethods")
                .put("Quantity", 2)
                .putArray("Items")
                .add("GET")
                .add("HEAD");
        config.put("PriceClass", "PriceClass_100");
        config.putObject("ViewerCertificate")
                .put("CloudFrontDefaultCertificate", true)
                .put("MinimumProtocolVersion", "TLSv1.2_2021");
        return config;
    }
}
