// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates;

import dev.cfmanager.common.json.Fields;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudfront.model.MinimumProtocolVersion;
import software.amazon.awssdk.services.cloudfront.model.ViewerProtocolPolicy;

/**
 * The fields about certificate and domains that a request gives. One that is absent leaves what was there before; null or
 * an empty text removes it.
 */
public final class SslFields {
    /** Their names: {@code certificateArn}, {@code customDomains}, {@code viewerProtocol}, {@code minTlsVersion}. */
    public static final List<String> NAMES =
            List.of("certificateArn", "customDomains", "viewerProtocol", "minTlsVersion");

    private static final int MAX_TEXT = 255;
    private static final int MAX_DOMAINS = 10_000;
    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:acm:us-east-1:\\d{12}:certificate/[0-9A-Za-z-]+");
    private static final Pattern DOMAIN = Pattern.compile(
            "(?=.{1,253}$)(\\*\\.)?[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)+");

    private final Optional<String> certificateArn;
    private final Optional<String> customDomains;
    private final Optional<String> viewerProtocol;
    private final Optional<String> minTlsVersion;

    /** Reads them, noting what is unfit. */
    public SslFields(Fields body) {
        this.certificateArn = text(body, "certificateArn", MAX_TEXT);
        this.customDomains = text(body, "customDomains", MAX_DOMAINS);
        this.viewerProtocol = text(body, "viewerProtocol", MAX_TEXT);
        this.minTlsVersion = text(body, "minTlsVersion", MAX_TEXT);
        certificateArn
                .filter(arn -> !arn.isEmpty() && !ARN.matcher(arn).matches())
                .ifPresent(arn -> body.problem(
                        "certificateArn",
                        "must be the ARN of an ACM certificate in us-east-1, where CloudFront looks"));
        new SslSettings("", customDomains.orElse(""), "", "")
                .domains().stream()
                        .filter(domain -> !DOMAIN.matcher(domain).matches())
                        .findFirst()
                        .ifPresent(domain -> body.problem(
                                "customDomains",
                                "must be domain names, comma separated, each with at most one leading *."));
        oneOf(body, "viewerProtocol", viewerProtocol, ViewerProtocolPolicy.knownValues());
        oneOf(body, "minTlsVersion", minTlsVersion, MinimumProtocolVersion.knownValues());
    }

    /** Whether the request gives any of them. */
    public boolean given() {
        return certificateArn.isPresent()
                || customDomains.isPresent()
                || viewerProtocol.isPresent()
                || minTlsVersion.isPresent();
    }

    /** The settings with what the request gives. */
    public SslSettings over(SslSettings before) {
        return new SslSettings(
                certificateArn.orElse(before.certificateArn()),
                customDomains.orElse(before.customDomains()),
                viewerProtocol.orElse(before.viewerProtocol()),
                minTlsVersion.orElse(before.minTlsVersion()));
    }

    private static Optional<String> text(Fields body, String name, int max) {
        if (body.isNull(name)) {
            return Optional.of("");
        }
        return body.optionalText(name, max).map(String::strip);
    }

    private static void oneOf(Fields body, String name, Optional<String> value, Collection<?> allowed) {
        TreeSet<String> words = new TreeSet<>();
        allowed.forEach(word -> words.add(word.toString()));
        value.filter(text -> !text.isEmpty() && !words.contains(text))
                .ifPresent(text -> body.problem(name, "must be one of " + String.join(", ", words)));
    }
}
