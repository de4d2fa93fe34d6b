// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What CloudFront refuses in a distribution's configuration as a whole; {@link OriginRules}, {@link BehaviorRules},
 * {@link ViewerCertificateRules} and {@link EdgeCodeRules} look at its parts.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html">DistributionConfig</a>
 */
final class DistributionRules {
    private static final Set<String> FLAGS = Set.of("true", "false");
    private static final Set<String> PRICE_CLASSES =
            Set.of("PriceClass_100", "PriceClass_200", "PriceClass_All", "None");
    private static final Set<String> HTTP_VERSIONS = Set.of("http1.1", "http2", "http3", "http2and3");
    private static final Set<String> ERROR_CODES =
            Set.of("400", "403", "404", "405", "414", "416", "500", "501", "502", "503", "504");
    private static final Set<String> RESPONSE_CODES =
            Set.of("200", "400", "403", "404", "405", "414", "416", "500", "501", "502", "503", "504");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final Pattern ALIAS = Pattern.compile(
            "(?=.{1,253}$)(\\*\\.)?" + "([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final int COMMENT_LENGTH = 128;
    private static final int PATH_LENGTH = 4_000;
    private static final int ROOT_LENGTH = 255;

    private final OriginRules origins;
    private final BehaviorRules behaviors;
    private final ViewerCertificateRules certificates;
    private final EdgeCodeRules edgeCode;
    private final Quotas quotas;

    DistributionRules(
            OriginRules origins,
            BehaviorRules behaviors,
            ViewerCertificateRules certificates,
            EdgeCodeRules edgeCode,
            Quotas quotas) {
        this.origins = origins;
        this.behaviors = behaviors;
        this.certificates = certificates;
        this.edgeCode = edgeCode;
        this.quotas = quotas;
    }

    /** Checks a configuration as it was sent. */
    void check(XmlElement config) {
        required(config);
        Quantities.check(config);
        Members.optional(config, "PriceClass", PRICE_CLASSES);
        Members.optional(config, "HttpVersion", HTTP_VERSIONS);
        Members.optional(config, "IsIPV6Enabled", FLAGS);
        defaultRoot(config);
        origins.check(config);
        behaviors.check(config);
        edgeCode.check(config);
        customErrors(config);
        restrictions(config);
        logging(config);
        webAcl(config);
        aliases(config);
        certificates.check(config);
    }

    private static void required(XmlElement config) {
        if (config.textAt("CallerReference").isBlank()) {
            throw Refusals.required("CallerReference");
        }
        if (config.itemsAt("Origins").isEmpty()) {
            throw Refusals.required("Origins");
        }
        if (!config.has("DefaultCacheBehavior")) {
            throw Refusals.required("DefaultCacheBehavior");
        }
        if (!config.has("Comment")) {
            throw Refusals.required("Comment");
        }
        if (config.textAt("Comment").length() > COMMENT_LENGTH) {
            throw Refusals.invalidArgument("The parameter Comment is too long.");
        }
        Members.required(config, "Enabled", FLAGS);
    }

    /** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html */
    private static void defaultRoot(XmlElement config) {
        String root = config.textAt("DefaultRootObject");
        if (root.startsWith("/") || root.length() > ROOT_LENGTH || !root.matches("[A-Za-z0-9_.*$/~\"'&;-]*")) {
            throw Refusals.badRequest(
                    "InvalidDefaultRootObject",
                    "The default root object file name is too big or contains an invalid character.");
        }
    }

    /** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CustomErrorResponse.html */
    private static void customErrors(XmlElement config) {
        Set<String> seen = new HashSet<>();
        for (XmlElement custom : config.itemsAt("CustomErrorResponses")) {
            String code = custom.textAt("ErrorCode");
            if (!ERROR_CODES.contains(code) || !seen.add(code)) {
                throw Refusals.badRequest("InvalidErrorCode", "An invalid error code was specified: " + code + ".");
            }
            String page = custom.textAt("ResponsePagePath");
            String answer = custom.textAt("ResponseCode");
            if (page.isEmpty() != answer.isEmpty()) {
                throw Refusals.invalidArgument(
                        "The parameters ResponsePagePath and ResponseCode must be specified together.");
            }
            if (!answer.isEmpty() && !RESPONSE_CODES.contains(answer)) {
                throw Refusals.badRequest("InvalidResponseCode", "A response code is not valid: " + answer + ".");
            }
            if (!page.isEmpty() && (!page.startsWith("/") || page.length() > PATH_LENGTH)) {
                throw Refusals.badRequest(
                        "InvalidRelativePath",
                        "The relative path is too big, is not URL-encoded, or does not begin with a slash (/).");
            }
            Members.range(custom, "ErrorCachingMinTTL", 0, 3_153_600_000L);
        }
    }

    /** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_GeoRestriction.html */
    private static void restrictions(XmlElement config) {
        XmlElement geo = config.at("Restrictions", "GeoRestriction").orElse(null);
        if (geo == null) {
            return;
        }
        String type = geo.textAt("RestrictionType");
        List<String> locations = geo.textsAt();
        if (!Set.of("none", "whitelist", "blacklist").contains(type) || type.equals("none") != locations.isEmpty()) {
            throw Refusals.badRequest(
                    "InvalidGeoRestrictionParameter", "The specified geo restriction parameter is not valid.");
        }
        if (!COUNTRIES.containsAll(locations)) {
            throw Refusals.badRequest("InvalidLocationCode", "The location code specified is not valid.");
        }
    }

    private static void logging(XmlElement config) {
        String bucket = config.textAt("Logging", "Bucket");
        if (config.flagAt("Logging", "Enabled")
                && !bucket.matches("[a-z0-9.-]+\\.s3([.-][a-z0-9-]+)?\\.amazonaws\\.com")) {
            throw Refusals.invalidArgument("The parameter Logging Bucket does not refer to a valid S3 bucket.");
        }
    }

    private static void webAcl(XmlElement config) {
        String id = config.textAt("WebACLId");
        if (!id.isEmpty()
                && !id.matches("arn:aws:wafv2:us-east-1:\\d{12}:global/webacl/.+")
                && !id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            throw Refusals.badRequest("InvalidWebACLId", "A web ACL ID specified is not valid.");
        }
    }

    private void aliases(XmlElement config) {
        List<String> aliases = DistributionIndex.aliases(config);
        quotas.admit(Quota.ALIASES_PER_DISTRIBUTION, aliases.size());
        Set<String> seen = new HashSet<>();
        for (String alias : aliases) {
            if (!ALIAS.matcher(alias).matches() || alias.endsWith(".cloudfront.net") || !seen.add(alias)) {
                throw Refusals.invalidArgument(
                        "The parameter CNAME contains one or more parameters that are not valid.");
            }
        }
    }
}
