// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import dev.cfmanager.awstwin.cloudfront.CloudFront;
import dev.cfmanager.awstwin.cloudfront.LiveDistribution;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One distribution's answer to one viewer: behavior, viewer functions, retrieval, what the behavior adds to the answer.
 */
final class Delivery {
    private static final String BLOCKED =
            "The Amazon CloudFront distribution is configured to block access from your country.";

    private final CloudFront cloudFront;
    private final Retrieval retrieval;
    private final ViewerCode viewerCode;

    Delivery(CloudFront cloudFront, Retrieval retrieval, ViewerCode viewerCode) {
        this.cloudFront = cloudFront;
        this.retrieval = retrieval;
        this.viewerCode = viewerCode;
    }

    TwinResponse deliver(TwinRequest request, Viewer viewer, LiveDistribution distribution, String requestId) {
        XmlElement behavior = behavior(distribution.config(), request.rawPath());
        EdgeContext context = new EdgeContext(distribution, behavior, viewer, requestId);
        TwinResponse response = refuse(request, context);
        if (response == null) {
            try {
                response = answer(request, context);
            } catch (EdgeCodeException broken) {
                response = broken.page();
            }
        }
        return request.method().equals("HEAD") ? withoutBody(response) : response;
    }

    private TwinResponse answer(TwinRequest request, EdgeContext context) {
        Origin origin = firstOrigin(context);
        Verdict verdict = viewerCode.onRequest(request, origin, context);
        if (verdict instanceof Verdict.Answer answer) {
            return answer.response().with("X-Cache", "FunctionGeneratedResponse from cloudfront");
        }
        TwinRequest asked = withDefaultRoot(
                ((Verdict.Proceed) verdict).request(), context.distribution().config());
        TwinResponse response = retrieval.get(asked, context);
        if (response.status() >= 400) {
            response = customError(asked, response, context);
        }
        response = Conditions.apply(asked, response);
        response = withPolicy(asked, response, context.behavior());
        // Viewer response functions do not run for errors of the origin.
        return response.status() >= 400 ? response : viewerCode.onResponse(asked, response, context);
    }

    /** The origin that viewer events carry along; of a group, the first. */
    private static Origin firstOrigin(EdgeContext context) {
        XmlElement config = context.distribution().config();
        String target = context.behavior().textAt("TargetOriginId");
        String id = config.itemsAt("OriginGroups").stream()
                .filter(group -> group.textAt("Id").equals(target))
                .findFirst()
                .map(group -> group.itemsAt("Members").get(0).textAt("OriginId"))
                .orElse(target);
        return Origin.of(Retrieval.origin(config, id));
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

    private static @Nullable TwinResponse refuse(TwinRequest request, EdgeContext context) {
        XmlElement behavior = context.behavior();
        String protocol = behavior.textAt("ViewerProtocolPolicy");
        boolean https = context.viewer().https();
        if (!https && protocol.equals("https-only")) {
            return error(ErrorPages.page(403, "Bad request. We can't serve plain HTTP here."));
        }
        if (!https && protocol.equals("redirect-to-https")) {
            return redirect(request);
        }
        if (!behavior.textsAt("AllowedMethods").contains(request.method())) {
            return error(ErrorPages.page(
                    403,
                    "This distribution is not configured to allow the HTTP request method that was used for this"
                            + " request. The distribution supports only cachable requests."));
        }
        return blocked(context) ? error(ErrorPages.page(403, BLOCKED)) : null;
    }

    private static boolean blocked(EdgeContext context) {
        XmlElement geo = context.distribution()
                .config()
                .at("Restrictions", "GeoRestriction")
                .orElse(XmlElement.of("None"));
        boolean listed = geo.textsAt().contains(context.viewer().country());
        return switch (geo.textAt("RestrictionType")) {
            case "blacklist" -> listed;
            case "whitelist" -> !listed;
            default -> false;
        };
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
        return request.rawPath().equals("/") && !root.isEmpty()
                ? Requests.withPath(request, root.startsWith("/") ? root : "/" + root)
                : request;
    }

    /** The distribution's own page for an error; when that cannot be had either, the error of its origin. */
    private TwinResponse customError(TwinRequest request, TwinResponse response, EdgeContext context) {
        XmlElement config = context.distribution().config();
        XmlElement custom = CustomErrors.of(config, response.status()).orElse(null);
        String path = custom == null ? "" : custom.textAt("ResponsePagePath");
        if (custom == null || path.isEmpty()) {
            return response;
        }
        TwinRequest page = new TwinRequest("GET", request.host(), path, Map.of(), request.headers(), new byte[0]);
        TwinResponse fetched = retrieval.get(page, context.with(behavior(config, path)));
        return fetched.status() >= 400
                ? fetched
                : error(new TwinResponse(
                        Integer.parseInt(custom.textAt("ResponseCode")), fetched.headers(), fetched.body()));
    }

    private TwinResponse withPolicy(TwinRequest request, TwinResponse response, XmlElement behavior) {
        return cloudFront
                .responseHeadersPolicy(behavior.textAt("ResponseHeadersPolicyId"))
                .map(policy -> ResponseHeaders.apply(request, response, policy))
                .orElse(response);
    }

    private static TwinResponse withoutBody(TwinResponse response) {
        String length = response.header("Content-Length").orElse(Integer.toString(response.body().length));
        return new TwinResponse(response.status(), response.headers(), new byte[0]).with("Content-Length", length);
    }

    static TwinResponse error(TwinResponse page) {
        return page.with("X-Cache", "Error from cloudfront");
    }
}
