// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.List;
import java.util.Optional;

/**
 * How a bucket behaves at its website endpoint.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html">PutBucketWebsite</a>
 * @param document as sent
 */
record WebsiteConfiguration(XmlElement document) {
    static final String SETTING = "website";

    private static final String ROOT = "WebsiteConfiguration";
    private static final int MAX_ROUTING_RULES = 50;

    /** The configuration of a bucket; empty when it is no website. */
    static Optional<WebsiteConfiguration> of(Bucket bucket) {
        return bucket.setting(SETTING).flatMap(XmlElement::parse).map(WebsiteConfiguration::new);
    }

    /** The document of a PutBucketWebsite. */
    static String ofBody(S3Request request) {
        XmlElement sent = request.document(ROOT);
        Optional<XmlElement> redirect = sent.child("RedirectAllRequestsTo");
        if (redirect.isPresent()) {
            if (sent.children().size() > 1) {
                throw S3Errors.invalidArgument(
                        "RedirectAllRequestsTo",
                        "not null",
                        "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.");
            }
            if (redirect.get().childText("HostName").orElse("").isEmpty()) {
                throw S3Errors.malformedXml();
            }
            return sent.document(S3.NAMESPACE);
        }
        String suffix = sent.child("IndexDocument")
                .flatMap(index -> index.childText("Suffix"))
                .orElseThrow(() -> S3Errors.invalidArgument(
                        "IndexDocument",
                        "null",
                        "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty"));
        if (suffix.isEmpty() || suffix.contains("/")) {
            throw S3Errors.invalidArgument("IndexDocument", suffix, "The IndexDocument Suffix is not well formed");
        }
        if (sent.child("ErrorDocument").isPresent()
                && sent.child("ErrorDocument")
                        .flatMap(error -> error.childText("Key"))
                        .orElse("")
                        .isEmpty()) {
            throw S3Errors.malformedXml();
        }
        if (routingRules(sent).size() > MAX_ROUTING_RULES) {
            throw S3Errors.invalidRequest("The number of routing rules must not exceed the allowed limit of 50 rules.");
        }
        return sent.document(S3.NAMESPACE);
    }

    /** The object shown for a folder; empty when everything is redirected. */
    Optional<String> indexSuffix() {
        return document.child("IndexDocument").flatMap(index -> index.childText("Suffix"));
    }

    /** The key of the object shown with errors. */
    Optional<String> errorKey() {
        return document.child("ErrorDocument").flatMap(error -> error.childText("Key"));
    }

    /** Where everything is redirected to. */
    Optional<XmlElement> redirectAll() {
        return document.child("RedirectAllRequestsTo");
    }

    /** The routing rules, in order. */
    List<XmlElement> routingRules() {
        return routingRules(document);
    }

    private static List<XmlElement> routingRules(XmlElement document) {
        return document.child("RoutingRules")
                .map(rules -> rules.children("RoutingRule"))
                .orElse(List.of());
    }
}
