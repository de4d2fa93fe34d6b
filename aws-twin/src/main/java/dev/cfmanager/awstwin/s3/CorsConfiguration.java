// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which scripts of other origins may use a bucket.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html">CORS configuration</a>
 * @param rules the first that fits decides
 */
record CorsConfiguration(List<CorsRule> rules) {
    static final String SETTING = "cors";

    private static final String ROOT = "CORSConfiguration";
    private static final int MAX_RULES = 100;
    private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "DELETE", "HEAD");

    /** The configuration of a bucket; empty when it has none. */
    static Optional<CorsConfiguration> of(Bucket bucket) {
        return bucket.setting(SETTING).flatMap(XmlElement::parse).map(CorsConfiguration::read);
    }

    /** The document of a PutBucketCors. */
    static String ofBody(S3Request request) {
        XmlElement sent = request.document(ROOT);
        List<CorsRule> rules = read(sent).rules();
        if (rules.isEmpty() || rules.size() > MAX_RULES) {
            throw S3Errors.malformedXml();
        }
        rules.forEach(CorsConfiguration::check);
        return sent.document(S3.NAMESPACE);
    }

    /** The first rule that lets a script of this origin use this method, sending these headers. */
    Optional<CorsRule> ruleFor(String origin, String method, List<String> headers) {
        return rules.stream()
                .filter(rule -> rule.admits(origin, method, headers))
                .findFirst();
    }

    private static CorsConfiguration read(XmlElement document) {
        return new CorsConfiguration(
                document.children("CORSRule").stream().map(CorsRule::read).toList());
    }

    private static void check(CorsRule rule) {
        if (rule.origins().isEmpty() || rule.methods().isEmpty()) {
            throw S3Errors.malformedXml();
        }
        for (String method : rule.methods()) {
            if (!METHODS.contains(method)) {
                throw S3Errors.invalidRequest(
                        "Found unsupported HTTP method in CORS config. Unsupported method is " + method);
            }
        }
        checkWildcards("AllowedOrigin", rule.origins());
        checkWildcards("AllowedHeader", rule.headers());
        for (String header : rule.exposed()) {
            if (header.contains("*")) {
                throw S3Errors.invalidRequest("ExposeHeader \"" + header
                        + "\" contains wildcard. We currently do not support wildcard for ExposeHeader.");
            }
        }
        if (rule.id().length() > 255) {
            throw S3Errors.invalidRequest("CORS rule ID cannot be longer than 255 characters");
        }
    }

    private static void checkWildcards(String element, List<String> values) {
        for (String value : values) {
            if (value.indexOf('*') != value.lastIndexOf('*')) {
                throw S3Errors.invalidRequest(element + " \"" + value + "\" can not have more than one wildcard.");
            }
        }
    }
}
