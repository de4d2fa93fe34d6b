// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.stack;

import dev.cfmanager.local.template.Properties;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyConfig;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyList;
import software.amazon.awssdk.services.cloudfront.model.CachePolicySummary;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyType;
import software.amazon.awssdk.services.cloudfront.model.GetCachePolicyResponse;

/** {@code AWS::CloudFront::CachePolicy}. */
final class CachePolicies implements ResourceType {
    private final CloudFrontClient cloudFront;

    CachePolicies(CloudFrontClient cloudFront) {
        this.cloudFront = cloudFront;
    }

    @Override
    public Made make(String logicalId, Properties properties) {
        CachePolicyConfig wanted = config(properties.section("CachePolicyConfig"));
        String id = find(wanted.name()).map(found -> update(found, wanted)).orElseGet(() -> create(wanted));
        return new Made(id, Map.of("Id", id));
    }

    private String create(CachePolicyConfig wanted) {
        return cloudFront
                .createCachePolicy(request -> request.cachePolicyConfig(wanted))
                .cachePolicy()
                .id();
    }

    private String update(String id, CachePolicyConfig wanted) {
        GetCachePolicyResponse current = cloudFront.getCachePolicy(request -> request.id(id));
        cloudFront.updateCachePolicy(
                request -> request.id(id).ifMatch(current.eTag()).cachePolicyConfig(wanted));
        return id;
    }

    private Optional<String> find(String name) {
        Optional<String> marker = Optional.empty();
        do {
            String from = marker.orElse(null);
            CachePolicyList page = cloudFront
                    .listCachePolicies(
                            request -> request.type(CachePolicyType.CUSTOM).marker(from))
                    .cachePolicyList();
            for (CachePolicySummary summary : page.items()) {
                if (summary.cachePolicy().cachePolicyConfig().name().equals(name)) {
                    return Optional.of(summary.cachePolicy().id());
                }
            }
            marker = Optional.ofNullable(page.nextMarker());
        } while (marker.isPresent());
        return Optional.empty();
    }

    private static CachePolicyConfig config(Properties config) {
        Properties key = config.section("ParametersInCacheKeyAndForwardedToOrigin");
        return CachePolicyConfig.builder()
                .name(config.text("Name"))
                .comment(config.optionalText("Comment").orElse(""))
                .defaultTTL(Long.valueOf(config.text("DefaultTTL")))
                .maxTTL(Long.valueOf(config.text("MaxTTL")))
                .minTTL(Long.valueOf(config.text("MinTTL")))
                .parametersInCacheKeyAndForwardedToOrigin(parameters -> parameters
                        .enableAcceptEncodingGzip(key.flag("EnableAcceptEncodingGzip", false))
                        .enableAcceptEncodingBrotli(key.flag("EnableAcceptEncodingBrotli", false))
                        .headersConfig(headers -> {
                            Properties written = key.section("HeadersConfig");
                            headers.headerBehavior(written.text("HeaderBehavior"));
                            if (written.has("Headers")) {
                                headers.headers(names -> names.items(written.texts("Headers"))
                                        .quantity(written.texts("Headers").size()));
                            }
                        })
                        .queryStringsConfig(queries -> {
                            Properties written = key.section("QueryStringsConfig");
                            queries.queryStringBehavior(written.text("QueryStringBehavior"));
                            if (written.has("QueryStrings")) {
                                queries.queryStrings(names -> names.items(written.texts("QueryStrings"))
                                        .quantity(written.texts("QueryStrings").size()));
                            }
                        })
                        .cookiesConfig(cookies -> {
                            Properties written = key.section("CookiesConfig");
                            cookies.cookieBehavior(written.text("CookieBehavior"));
                            if (written.has("Cookies")) {
                                cookies.cookies(names -> names.items(written.texts("Cookies"))
                                        .quantity(written.texts("Cookies").size()));
                            }
                        }))
                .build();
    }
}
