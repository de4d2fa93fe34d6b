// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.List;
import java.util.stream.Stream;

/**
 * Fills in what a caller left out, as CloudFront does when it creates a distribution: a later read returns these
 * members, and an update must send them.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html">DistributionConfig</a>
 */
final class DistributionDefaults {
    private static final XmlElement GET_AND_HEAD = XmlElement.list("CachedMethods", methods("HEAD", "GET"));

    private DistributionDefaults() {}

    /** The configuration with every member that CloudFront fills in. */
    static XmlElement fill(XmlElement config) {
        return config.withDefault(none("Aliases"))
                .withDefault(XmlElement.of("DefaultRootObject", ""))
                .change("Origins", origins -> origins.changeItems(DistributionDefaults::origin))
                .withDefault(none("OriginGroups"))
                .change("DefaultCacheBehavior", DistributionDefaults::behavior)
                .withDefault(none("CacheBehaviors"))
                .change("CacheBehaviors", behaviors -> behaviors.changeItems(DistributionDefaults::behavior))
                .withDefault(none("CustomErrorResponses"))
                .withDefault(XmlElement.of(
                        "Logging",
                        XmlElement.of("Enabled", false),
                        XmlElement.of("IncludeCookies", false),
                        XmlElement.of("Bucket", ""),
                        XmlElement.of("Prefix", "")))
                .withDefault(XmlElement.of("PriceClass", "PriceClass_All"))
                .withDefault(XmlElement.of("ViewerCertificate", XmlElement.of("CloudFrontDefaultCertificate", true)))
                .change("ViewerCertificate", DistributionDefaults::certificate)
                .withDefault(XmlElement.of(
                        "Restrictions",
                        XmlElement.of(
                                "GeoRestriction",
                                XmlElement.of("RestrictionType", "none"),
                                XmlElement.of("Quantity", 0))))
                .withDefault(XmlElement.of("WebACLId", ""))
                .withDefault(XmlElement.of("HttpVersion", "http2"))
                .withDefault(XmlElement.of("IsIPV6Enabled", true))
                .withDefault(XmlElement.of("ContinuousDeploymentPolicyId", ""))
                .withDefault(XmlElement.of("Staging", false));
    }

    private static XmlElement origin(XmlElement origin) {
        return origin.withDefault(XmlElement.of("OriginPath", ""))
                .withDefault(none("CustomHeaders"))
                .change("CustomOriginConfig", DistributionDefaults::customOrigin)
                .change("S3OriginConfig", s3 -> s3.withDefault(XmlElement.of("OriginReadTimeout", 30)))
                .withDefault(XmlElement.of("ConnectionAttempts", 3))
                .withDefault(XmlElement.of("ConnectionTimeout", 10))
                .withDefault(XmlElement.of("OriginShield", XmlElement.of("Enabled", false)))
                .withDefault(XmlElement.of("OriginAccessControlId", ""));
    }

    private static XmlElement customOrigin(XmlElement custom) {
        return custom.withDefault(XmlElement.list(
                        "OriginSslProtocols",
                        Stream.of("TLSv1", "TLSv1.1", "TLSv1.2")
                                .map(protocol -> XmlElement.of("SslProtocol", protocol))
                                .toList()))
                .withDefault(XmlElement.of("OriginReadTimeout", 30))
                .withDefault(XmlElement.of("OriginKeepaliveTimeout", 5));
    }

    private static XmlElement behavior(XmlElement behavior) {
        XmlElement filled = behavior.withDefault(trust("TrustedSigners"))
                .withDefault(trust("TrustedKeyGroups"))
                .withDefault(XmlElement.list("AllowedMethods", methods("HEAD", "GET")))
                .change("AllowedMethods", allowed -> allowed.withDefault(GET_AND_HEAD))
                .withDefault(XmlElement.of("SmoothStreaming", false))
                .withDefault(XmlElement.of("Compress", false))
                .withDefault(none("LambdaFunctionAssociations"))
                .withDefault(none("FunctionAssociations"))
                .withDefault(XmlElement.of("FieldLevelEncryptionId", ""))
                .withDefault(XmlElement.of("GrpcConfig", XmlElement.of("Enabled", false)));
        return filled.has("ForwardedValues") ? forwarding(filled) : filled;
    }

    private static XmlElement forwarding(XmlElement behavior) {
        return behavior.change("ForwardedValues", values -> values.withDefault(none("Headers"))
                        .withDefault(none("QueryStringCacheKeys")))
                .withDefault(XmlElement.of("DefaultTTL", 86_400))
                .withDefault(XmlElement.of("MaxTTL", 31_536_000));
    }

    private static XmlElement certificate(XmlElement certificate) {
        boolean acm = !certificate.textAt("ACMCertificateArn").isEmpty();
        if (!acm && certificate.textAt("IAMCertificateId").isEmpty()) {
            // With its own certificate CloudFront sets these, whatever the caller asks for.
            return certificate
                    .with(XmlElement.of("CloudFrontDefaultCertificate", true))
                    .with(XmlElement.of("SSLSupportMethod", "vip"))
                    .with(XmlElement.of("MinimumProtocolVersion", "TLSv1"))
                    .with(XmlElement.of("CertificateSource", "cloudfront"));
        }
        return certificate
                .withDefault(XmlElement.of("CloudFrontDefaultCertificate", false))
                .withDefault(XmlElement.of("MinimumProtocolVersion", "TLSv1"))
                .with(XmlElement.of("Certificate", certificate.textAt(acm ? "ACMCertificateArn" : "IAMCertificateId")))
                .with(XmlElement.of("CertificateSource", acm ? "acm" : "iam"));
    }

    private static XmlElement none(String name) {
        return XmlElement.list(name, List.of());
    }

    private static XmlElement trust(String name) {
        return XmlElement.of(name, XmlElement.of("Enabled", false), XmlElement.of("Quantity", 0));
    }

    private static List<XmlElement> methods(String... names) {
        return Stream.of(names).map(name -> XmlElement.of("Method", name)).toList();
    }
}
