// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import dev.cfmanager.awstwin.cloudfront.CloudFront;
import dev.cfmanager.awstwin.cloudfront.LiveDistribution;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One distribution's answer to one viewer: behavior, cache, origin. */
final class Delivery {
    private static final Set<String> CACHED_ERRORS =
            Set.of("400", "403", "404", "405", "414", "416", "500", "501", "502", "503", "504");
    private static final long ERROR_TTL = 10;

    private final InstantSource clock;
    private final CloudFront cloudFront;
    private final Origins origins;
    private final EdgeCache cache = new EdgeCache();

    Delivery(InstantSource clock, CloudFront cloudFront, Origins origins) {
        this.clock = clock;
        this.cloudFront = cloudFront;
        this.origins = origins;
    }

    TwinResponse deliver(TwinRequest request, Viewer viewer, LiveDistribution distribution) {
        XmlElement behavior = behavior(distribution.config(), request.rawPath());
        TwinResponse refusal = refuse(request, viewer, behavior);
        if (refusal != null) {
            return refusal;
        }
        TwinRequest asked = withDefaultRoot(request, distribution.config());
        TwinResponse response = cachedOrFetched(asked, viewer, distribution, behavior);
        return request.method().equals("HEAD")
                ? new TwinResponse(response.status(), response.headers(), new byte[0])
                        .with(
                                "Content-Length",
                                response.header("Content-Length").orElse("" + response.body().length))
                : response;
    }

    /** The first behavior whose pattern matches, else the default one. */
    private static XmlElement behavior(XmlElement config, String path) {
        for (XmlElement behavior : config.itemsAt("CacheBehaviors")) {
            if (PathPattern.matches(behavior.textAt("PathPattern"), path)) {
                return behavior;
            }
        }
        return config.child("DefaultCacheBehavior").orElseThrow();
    }

    private static @Nullable TwinResponse refuse(TwinRequest request, Viewer viewer, XmlElement behavior) {
        String protocol = behavior.textAt("ViewerProtocolPolicy");
        if (!viewer.https() && protocol.equals("https-only")) {
            return error(ErrorPages.page(403, "Bad request. We can't serve plain HTTP here."));
        }
        if (!viewer.https() && protocol.equals("redirect-to-https")) {
            return redirect(request);
        }
        var allowed = behavior.textsAt("AllowedMethods");
        if (!allowed.contains(request.method())) {
            return error(ErrorPages.page(
                    403,
                    "This distribution is not configured to allow the HTTP request method that was used for this"
                            + " request. The distribution supports only cachable requests."));
        }
        return null;
    }

    private static TwinResponse redirect(TwinRequest request) {
        boolean plain = Set.of("GET", "HEAD").contains(request.method());
        String query = request.query().isEmpty() ? "" : "?" + Queries.raw(request.query());
        return ErrorPages.page(plain ? 301 : 307, "Moved")
                .with("Location", "https://" + request.host() + request.rawPath() + query)
                .with("X-Cache", "Redirect from cloudfront");
    }

    private static TwinRequest withDefaultRoot(TwinRequest request, XmlElement config) {
        String root = config.textAt("DefaultRootObject");
        return request.rawPath().equals("/") && !root.isEmpty() ? withPath(request, "/" + root) : request;
    }

    private static TwinRequest withPath(TwinRequest request, String path) {
        return new TwinRequest(
                request.method(), request.host(), path, request.query(), request.headers(), request.body());
    }

    private TwinResponse cachedOrFetched(
            TwinRequest request, Viewer viewer, LiveDistribution distribution, XmlElement behavior) {
        CachePolicy policy = cachePolicy(behavior);
        boolean cacheable = behavior.textsAt("AllowedMethods", "CachedMethods").contains(request.method());
        String key =
                CacheKey.of(request, policy, distribution.id(), behavior.textAt("TargetOriginId"), viewer.edgeRegion());
        Instant now = clock.instant();
        EdgeCache.Entry entry = cacheable ? cache.get(key) : null;
        if (entry != null
                && cloudFront.invalidated(distribution.id(), asInvalidated(request, policy), entry.storedAt())) {
            cache.remove(key);
            entry = null;
        }
        if (entry != null && now.isBefore(entry.freshUntil())) {
            boolean failed = entry.response().status() >= 400;
            return entry.response()
                    .with("Age", Long.toString(Edge.age(entry.storedAt(), now)))
                    .with("X-Cache", failed ? "Error from cloudfront" : "Hit from cloudfront");
        }
        TwinResponse fetched = fetch(request, viewer, distribution, behavior, policy);
        boolean failed = fetched.status() >= 400;
        Duration ttl = failed ? errorTtl(fetched, distribution.config()) : policy.ttl(fetched, now);
        if (cacheable && !request.method().equals("HEAD") && !ttl.isZero() && keeps(fetched)) {
            cache.put(key, new EdgeCache.Entry(fetched, now, now.plus(ttl)));
        } else if (cacheable) {
            cache.remove(key);
        }
        return fetched.with("X-Cache", failed ? "Error from cloudfront" : "Miss from cloudfront");
    }

    /** How an invalidation names the object: query strings count where they are part of the cache key. */
    private static String asInvalidated(TwinRequest request, CachePolicy policy) {
        Map<String, List<String>> counted = new LinkedHashMap<>(request.query());
        counted.keySet().removeIf(name -> !policy.queryStrings().takes(name));
        return counted.isEmpty() ? request.rawPath() : request.rawPath() + "?" + Queries.raw(counted);
    }

    private static boolean keeps(TwinResponse response) {
        return response.status() < 400 || CACHED_ERRORS.contains(Integer.toString(response.status()));
    }

    /** Errors are kept for ten seconds unless the distribution says otherwise. */
    private static Duration errorTtl(TwinResponse response, XmlElement config) {
        return config.itemsAt("CustomErrorResponses").stream()
                .filter(custom -> custom.textAt("ErrorCode").equals(Integer.toString(response.status())))
                .map(custom -> custom.textAt("ErrorCachingMinTTL"))
                .filter(seconds -> !seconds.isEmpty())
                .findFirst()
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(Duration.ofSeconds(ERROR_TTL));
    }

    private TwinResponse fetch(
            TwinRequest request,
            Viewer viewer,
            LiveDistribution distribution,
            XmlElement behavior,
            CachePolicy policy) {
        Origin origin = origin(distribution.config(), behavior.textAt("TargetOriginId"));
        TwinRequest asked = OriginRequest.of(request, policy, originRequestPolicy(behavior), origin, viewer);
        return OriginResponse.clean(origins.fetch(asked, origin, distribution.arn(), viewer.https()), clock.instant());
    }

    private static Origin origin(XmlElement config, String id) {
        return config.itemsAt("Origins").stream()
                .filter(origin -> origin.textAt("Id").equals(id))
                .findFirst()
                .map(Origin::of)
                .orElseThrow(() -> new IllegalStateException("no origin " + id));
    }

    private CachePolicy cachePolicy(XmlElement behavior) {
        return cloudFront
                .cachePolicy(behavior.textAt("CachePolicyId"))
                .map(CachePolicy::ofPolicy)
                .orElseGet(() -> CachePolicy.ofForwardedValues(behavior));
    }

    private OriginRequestPolicy originRequestPolicy(XmlElement behavior) {
        return cloudFront
                .originRequestPolicy(behavior.textAt("OriginRequestPolicyId"))
                .map(OriginRequestPolicy::of)
                .orElse(OriginRequestPolicy.NOTHING);
    }

    static TwinResponse error(TwinResponse page) {
        return page.with("X-Cache", "Error from cloudfront");
    }
}
