// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the distribution as a whole answers and to whom: default object, error pages, countries, and where it logs.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html">DistributionConfig</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DefaultRootObject.html">Default root object</a>
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CustomErrorResponse.html">CustomErrorResponse</a>
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_GeoRestriction.html">GeoRestriction</a>
 */
final class Responses implements ConfigRule {
    private static final List<String> PRICE_CLASSES =
            List.of("PriceClass_100", "PriceClass_200", "PriceClass_All", "None");
    private static final List<String> ERROR_CODES =
            List.of("400", "403", "404", "405", "414", "416", "500", "501", "502", "503", "504");
    private static final List<String> RESPONSE_CODES =
            List.of("200", "400", "403", "404", "405", "414", "416", "500", "501", "502", "503", "504");
    private static final List<String> RESTRICTIONS = List.of("none", "whitelist", "blacklist");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final Pattern ROOT = Pattern.compile("[A-Za-z0-9_.*$/~\"'&;-]{0,255}");
    private static final Pattern LOG_BUCKET =
            Pattern.compile("[a-z0-9][a-z0-9.-]+\\.s3([.-][a-z]{2}(-[a-z]+)+-\\d)?\\.amazonaws\\.com");
    private static final Pattern WEB_ACL = Pattern.compile(
            "arn:aws:wafv2:us-east-1:\\d{12}:global/webacl/.+" + "|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final int MAX_PAGE_PATH = 4000;
    private static final long FOREVER = 3_153_600_000L;

    @Override
    public void apply(ConfigDraft draft) {
        Checks checks = new Checks(draft.problems());
        Part root = Part.root(draft.config());
        checks.optional(root, "PriceClass", PRICE_CLASSES);
        String object = root.text("DefaultRootObject");
        if (object.startsWith("/")) {
            checks.problem(root, "DefaultRootObject", "must not begin with a slash: it is an object's name");
        } else if (!ROOT.matcher(object).matches()) {
            checks.problem(
                    root,
                    "DefaultRootObject",
                    "must have at most 255 characters: letters, digits, _ - . * $ / ~ \" ' & ;");
        }
        errorPages(root, checks);
        root.child("Restrictions").ifPresent(restrictions -> countries(restrictions, checks));
        root.child("Logging").ifPresent(logging -> logging(logging, checks));
        String acl = root.text("WebACLId");
        if (!acl.isEmpty() && !WEB_ACL.matcher(acl).matches()) {
            checks.problem(
                    root,
                    "WebACLId",
                    "must be the ARN of a global web ACL in us-east-1, or the id of a WAF Classic one");
        }
    }

    private static void errorPages(Part root, Checks checks) {
        Set<String> seen = new HashSet<>();
        for (Part page : root.items("CustomErrorResponses")) {
            checks.required(page, "ErrorCode", ERROR_CODES);
            if (!seen.add(page.text("ErrorCode"))) {
                checks.problem(page, "ErrorCode", "is used twice: " + page.text("ErrorCode"));
            }
            checks.optional(page, "ResponseCode", RESPONSE_CODES);
            String path = page.text("ResponsePagePath");
            if (path.isEmpty() != page.text("ResponseCode").isEmpty()) {
                checks.problem(page, "ResponsePagePath", "must be given together with ResponseCode");
            }
            if (!path.isEmpty() && (!path.startsWith("/") || path.length() > MAX_PAGE_PATH)) {
                checks.problem(
                        page,
                        "ResponsePagePath",
                        "must begin with a slash and have at most " + MAX_PAGE_PATH + " characters");
            }
            checks.range(page, "ErrorCachingMinTTL", 0, FOREVER);
        }
    }

    private static void countries(Part restrictions, Checks checks) {
        Part geo = restrictions.child("GeoRestriction").orElse(null);
        if (geo == null) {
            checks.problem(restrictions, "GeoRestriction", "is required");
            return;
        }
        checks.required(geo, "RestrictionType", RESTRICTIONS);
        List<String> locations = geo.ownTexts();
        if (geo.text("RestrictionType").equals("none") != locations.isEmpty()) {
            checks.problem(geo, "Items", "must hold countries, unless RestrictionType is none");
        }
        locations.stream()
                .filter(location -> !COUNTRIES.contains(location))
                .forEach(location -> checks.problem(
                        geo, "Items", "must hold two-letter ISO 3166-1 codes in capitals, not " + location));
        if (locations.stream().distinct().count() < locations.size()) {
            checks.problem(geo, "Items", "must hold each country once");
        }
    }

    private static void logging(Part logging, Checks checks) {
        String bucket = logging.text("Bucket");
        if (logging.node().path("Enabled").asBoolean()
                && !LOG_BUCKET.matcher(bucket).matches()) {
            checks.problem(
                    logging, "Bucket", "must be the host of a bucket, such as my-logs.s3.amazonaws.com, to log there");
        }
    }
}
