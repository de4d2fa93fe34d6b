// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A redirect of a website: when it applies, and where it leads.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html">redirects</a>
 * @param prefix what the key must begin with; empty for any
 * @param errorStatus the error that must have happened; empty for a rule that applies before anything is read
 * @param redirect the {@code Redirect} element
 */
record WebsiteRedirect(String prefix, Optional<String> errorStatus, XmlElement redirect) {

    /** A routing rule. */
    static WebsiteRedirect rule(XmlElement rule) {
        Optional<XmlElement> condition = rule.child("Condition");
        return new WebsiteRedirect(
                condition.flatMap(found -> found.childText("KeyPrefixEquals")).orElse(""),
                condition.flatMap(found -> found.childText("HttpErrorCodeReturnedEquals")),
                rule.child("Redirect").orElseGet(() -> XmlElement.of("Redirect")));
    }

    /** What {@code RedirectAllRequestsTo} answers. */
    static TwinResponse everything(XmlElement target, S3Request request) {
        String protocol = target.childText("Protocol").orElse("http");
        String host = target.childText("HostName").orElse(request.http().host());
        return to(301, protocol + "://" + host + "/" + encode(request.key()));
    }

    /** The redirect that an object carries itself. */
    static Optional<TwinResponse> ofObject(TwinResponse object) {
        return object.header(ObjectHeaders.REDIRECT).map(location -> to(301, location));
    }

    boolean appliesBefore(String key) {
        return errorStatus.isEmpty() && key.startsWith(prefix);
    }

    boolean appliesAfter(String key, int status) {
        return errorStatus.filter(String.valueOf(status)::equals).isPresent() && key.startsWith(prefix);
    }

    TwinResponse answer(S3Request request) {
        String key = redirect.childText("ReplaceKeyWith")
                .or(() -> redirect.childText("ReplaceKeyPrefixWith")
                        .map(replacement -> replacement + request.key().substring(prefix.length())))
                .orElse(request.key());
        String protocol = redirect.childText("Protocol").orElse("http");
        String host = redirect.childText("HostName").orElse(request.http().host());
        int status =
                redirect.childText("HttpRedirectCode").map(Integer::parseInt).orElse(301);
        return to(status, protocol + "://" + host + "/" + encode(key));
    }

    static TwinResponse to(int status, String location) {
        return new TwinResponse(status, Map.of("Location", location), new byte[0]);
    }

    /** A key as part of a URL. */
    static String encode(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }
}
