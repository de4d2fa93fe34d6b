// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Applies a response headers policy: removes, then adds. Where a header is there already, the policy says who wins.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html">Understand response headers policies</a>
 */
final class ResponseHeaders {
    private final XmlElement policy;
    private final Map<String, String> headers;

    private ResponseHeaders(XmlElement policy, Map<String, String> headers) {
        this.policy = policy;
        this.headers = new LinkedHashMap<>(headers);
    }

    static TwinResponse apply(TwinRequest request, TwinResponse response, XmlElement policy) {
        ResponseHeaders result = new ResponseHeaders(policy, response.headers());
        policy.itemsAt("RemoveHeadersConfig").forEach(remove -> result.remove(remove.textAt("Header")));
        request.header("origin").ifPresent(origin -> result.cors(request, origin));
        result.security();
        policy.itemsAt("CustomHeadersConfig")
                .forEach(custom ->
                        result.set(custom.textAt("Header"), custom.textAt("Value"), custom.flagAt("Override")));
        if (policy.flagAt("ServerTimingHeadersConfig", "Enabled")) {
            result.set("Server-Timing", "cdn-cache-" + (fromCache(response) ? "hit" : "miss"), false);
        }
        return new TwinResponse(response.status(), result.headers, response.body());
    }

    private static boolean fromCache(TwinResponse response) {
        return response.header("X-Cache").orElse("").startsWith("Hit");
    }

    /** With {@code OriginOverride} false, an origin that sent any CORS header keeps all of its own. */
    private void cors(TwinRequest request, String origin) {
        XmlElement cors = policy.child("CorsConfig").orElse(null);
        if (cors == null) {
            return;
        }
        boolean override = cors.flagAt("OriginOverride");
        boolean own = headers.keySet().stream()
                .anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
        List<String> origins = cors.textsAt("AccessControlAllowOrigins");
        Optional<String> allowed = origins.stream()
                .filter(pattern -> PathPattern.matches(pattern, origin) || pattern.equals("*"))
                .findFirst();
        if (own && !override || allowed.isEmpty()) {
            return;
        }
        boolean credentials = cors.flagAt("AccessControlAllowCredentials");
        set("Access-Control-Allow-Origin", allowed.get().equals("*") && !credentials ? "*" : origin, true);
        if (credentials) {
            set("Access-Control-Allow-Credentials", "true", true);
        }
        list("Access-Control-Expose-Headers", cors.textsAt("AccessControlExposeHeaders"));
        if (request.method().equals("OPTIONS")
                && request.header("access-control-request-method").isPresent()) {
            List<String> methods = cors.textsAt("AccessControlAllowMethods");
            list(
                    "Access-Control-Allow-Methods",
                    methods.contains("ALL")
                            ? List.of("GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS")
                            : methods);
            list("Access-Control-Allow-Headers", cors.textsAt("AccessControlAllowHeaders"));
            String age = cors.textAt("AccessControlMaxAgeSec");
            if (!age.isEmpty()) {
                set("Access-Control-Max-Age", age, true);
            }
        }
    }

    private void security() {
        XmlElement security = policy.child("SecurityHeadersConfig").orElse(XmlElement.of("None"));
        security.child("XSSProtection").ifPresent(xss -> set("X-XSS-Protection", xss(xss), xss.flagAt("Override")));
        security.child("FrameOptions")
                .ifPresent(frame -> set("X-Frame-Options", frame.textAt("FrameOption"), frame.flagAt("Override")));
        security.child("ReferrerPolicy")
                .ifPresent(referrer ->
                        set("Referrer-Policy", referrer.textAt("ReferrerPolicy"), referrer.flagAt("Override")));
        security.child("ContentSecurityPolicy")
                .ifPresent(csp ->
                        set("Content-Security-Policy", csp.textAt("ContentSecurityPolicy"), csp.flagAt("Override")));
        security.child("ContentTypeOptions")
                .ifPresent(options -> set("X-Content-Type-Options", "nosniff", options.flagAt("Override")));
        security.child("StrictTransportSecurity")
                .ifPresent(hsts -> set(
                        "Strict-Transport-Security",
                        "max-age=" + hsts.textAt("AccessControlMaxAgeSec")
                                + (hsts.flagAt("IncludeSubdomains") ? "; includeSubDomains" : "")
                                + (hsts.flagAt("Preload") ? "; preload" : ""),
                        hsts.flagAt("Override")));
    }

    private static String xss(XmlElement xss) {
        String report = xss.textAt("ReportUri");
        return !xss.flagAt("Protection")
                ? "0"
                : "1" + (xss.flagAt("ModeBlock") ? "; mode=block" : "")
                        + (report.isEmpty() ? "" : "; report=" + report);
    }

    private void list(String name, List<String> values) {
        if (!values.isEmpty()) {
            set(name, String.join(", ", values), true);
        }
    }

    private void set(String name, String value, boolean override) {
        boolean there = headers.keySet().stream().anyMatch(name::equalsIgnoreCase);
        if (!there || override) {
            remove(name);
            headers.put(name, value);
        }
    }

    private void remove(String name) {
        headers.keySet().removeIf(name::equalsIgnoreCase);
    }
}
