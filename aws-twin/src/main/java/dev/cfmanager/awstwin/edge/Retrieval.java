// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import dev.cfmanager.awstwin.cloudfront.CloudFront;
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

/** Gets what a request asks for: from the cache, else from the origin through its functions, and keeps it. */
final class Retrieval {
    private static final Set<Integer> KEPT_ERRORS = Set.of(400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504);

    private final InstantSource clock;
    private final CloudFront cloudFront;
    private final Origins origins;
    private final LambdaAtEdge lambda;
    private final EdgeCache cache = new EdgeCache();

    Retrieval(InstantSource clock, CloudFront cloudFront, Origins origins, LambdaAtEdge lambda) {
        this.clock = clock;
        this.cloudFront = cloudFront;
        this.origins = origins;
        this.lambda = lambda;
    }

    TwinResponse get(TwinRequest request, EdgeContext context) {
        XmlElement behavior = context.behavior();
        CachePolicy policy = cachePolicy(behavior);
        boolean cacheable = cached(request, behavior);
        String key = CacheKey.of(
                request,
                policy,
                context.distribution().id(),
                behavior.textAt("TargetOriginId"),
                context.viewer().edgeRegion());
        Instant now = clock.instant();
        EdgeCache.Kept entry = cacheable ? kept(key, request, policy, context) : null;
        if (entry != null && now.isBefore(entry.freshUntil())) {
            return served(entry, now, "Hit");
        }
        TwinResponse fetched = fetch(revalidating(request, entry), context, policy);
        if (entry != null && fetched.status() == 304) {
            Instant freshUntil = now.plus(policy.ttl(entry.response(), now));
            EdgeCache.Kept renewed = new EdgeCache.Kept(entry.response(), now, freshUntil);
            cache.put(key, renewed);
            return served(renewed, now, "RefreshHit");
        }
        TwinResponse shown = Compression.apply(request, fetched, behavior.flagAt("Compress"), policy);
        boolean failed = shown.status() >= 400;
        Duration ttl = failed
                ? CustomErrors.timeInCache(context.distribution().config(), shown.status())
                : policy.ttl(shown, now);
        boolean keeps = cacheable && !request.method().equals("HEAD") && !ttl.isZero();
        if (keeps && (!failed || KEPT_ERRORS.contains(shown.status()))) {
            cache.put(key, new EdgeCache.Kept(shown, now, now.plus(ttl)));
        } else if (cacheable) {
            cache.remove(key);
        }
        return shown.with("X-Cache", failed ? "Error from cloudfront" : "Miss from cloudfront");
    }

    private EdgeCache.@Nullable Kept kept(String key, TwinRequest request, CachePolicy policy, EdgeContext context) {
        EdgeCache.Kept entry = cache.get(key);
        if (entry == null) {
            return null;
        }
        if (cloudFront.invalidated(context.distribution().id(), asInvalidated(request, policy), entry.storedAt())) {
            cache.remove(key);
            return null;
        }
        return entry;
    }

    private static TwinResponse served(EdgeCache.Kept entry, Instant now, String how) {
        boolean failed = entry.response().status() >= 400;
        return entry.response()
                .with(
                        "Age",
                        Long.toString(Duration.between(entry.storedAt(), now).toSeconds()))
                .with("X-Cache", failed ? "Error from cloudfront" : how + " from cloudfront");
    }

    /** A copy that is no longer fresh is asked for only if it changed. */
    private static TwinRequest revalidating(TwinRequest request, EdgeCache.@Nullable Kept entry) {
        return entry == null
                ? request
                : entry.response()
                        .header("ETag")
                        .map(etag -> Requests.withHeader(
                                request, OriginRequest.REVALIDATION, etag.startsWith("W/") ? etag.substring(2) : etag))
                        .orElse(request);
    }

    /** How an invalidation names the object: query strings count where they are part of the cache key. */
    private static String asInvalidated(TwinRequest request, CachePolicy policy) {
        Map<String, List<String>> counted = new LinkedHashMap<>(request.query());
        counted.keySet().removeIf(name -> !policy.queryStrings().takes(name));
        return counted.isEmpty() ? request.rawPath() : request.rawPath() + "?" + Queries.raw(counted);
    }

    /** GET and HEAD always, OPTIONS where the behavior caches it: the methods of origin failover, too. */
    private static boolean cached(TwinRequest request, XmlElement behavior) {
        return behavior.textsAt("AllowedMethods", "CachedMethods").contains(request.method());
    }

    /** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html */
    private TwinResponse fetch(TwinRequest request, EdgeContext context, CachePolicy policy) {
        XmlElement config = context.distribution().config();
        String target = context.behavior().textAt("TargetOriginId");
        XmlElement group = config.itemsAt("OriginGroups").stream()
                .filter(each -> each.textAt("Id").equals(target))
                .findFirst()
                .orElse(null);
        if (group == null) {
            return fetch(request, Origin.of(origin(config, target)), context, policy);
        }
        List<String> members = group.itemsAt("Members").stream()
                .map(member -> member.textAt("OriginId"))
                .toList();
        TwinResponse first = fetch(request, Origin.of(origin(config, members.get(0))), context, policy);
        boolean failsOver = cached(request, context.behavior())
                && group.textsAt("FailoverCriteria", "StatusCodes").contains(Integer.toString(first.status()));
        return failsOver ? fetch(request, Origin.of(origin(config, members.get(1))), context, policy) : first;
    }

    private TwinResponse fetch(TwinRequest request, Origin origin, EdgeContext context, CachePolicy policy) {
        TwinRequest asked =
                OriginRequest.of(request, policy, originRequestPolicy(context.behavior()), origin, context.viewer());
        Verdict verdict = LambdaAtEdge.association(context.behavior(), "origin-request")
                .map(association -> lambda.onRequest(association, "origin-request", asked, origin, context))
                .orElseGet(() -> new Verdict.Proceed(asked, origin));
        if (verdict instanceof Verdict.Answer answer) {
            return OriginResponse.clean(answer.response(), clock.instant());
        }
        Verdict.Proceed proceed = (Verdict.Proceed) verdict;
        TwinResponse response = OriginResponse.clean(
                origins.fetch(
                        proceed.request(),
                        proceed.origin(),
                        context.distribution().arn(),
                        context.viewer().https()),
                clock.instant());
        return LambdaAtEdge.association(context.behavior(), "origin-response")
                .map(association -> lambda.onResponse(
                        association, "origin-response", proceed.request(), proceed.origin(), response, context))
                .orElse(response);
    }

    static XmlElement origin(XmlElement config, String id) {
        return config.itemsAt("Origins").stream()
                .filter(origin -> origin.textAt("Id").equals(id))
                .findFirst()
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
}
