// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.h2.mvstore.MVMap;

/**
 * Tags of distributions.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_TagResource.html">TagResource</a>
 */
final class Tags {
    private static final int PER_RESOURCE = 50;
    private static final int KEY_LENGTH = 128;
    private static final int VALUE_LENGTH = 256;

    /** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Tag.html */
    private static final Pattern CHARACTERS = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

    private final State state;
    private final MVMap<String, XmlElement> byArn;
    private final Predicate<String> exists;

    /** Tags of the resources whose ARNs {@code exists} accepts. */
    Tags(State state, Predicate<String> exists) {
        this.state = state;
        this.byArn = state.map("tags");
        this.exists = exists;
    }

    void addTo(Routes routes) {
        routes.on("GET", "tagging", "ListTagsForResource", "?Resource", this::list);
        routes.on("POST", "tagging?Operation=Tag", "TagResource", "?Resource", this::tag);
        routes.on("POST", "tagging?Operation=Untag", "UntagResource", "?Resource", this::untag);
    }

    /** Refuses tags that AWS would not take; {@code Tags} as sent. */
    static void check(XmlElement tags) {
        Set<String> keys = new HashSet<>();
        for (XmlElement tag : tags.itemsAt()) {
            String key = tag.textAt("Key");
            if (key.isEmpty() || key.length() > KEY_LENGTH || key.startsWith("aws:")) {
                throw Refusals.badRequest("InvalidTagging", "A tag key is missing, too long, or begins with aws:.");
            }
            if (tag.textAt("Value").length() > VALUE_LENGTH) {
                throw Refusals.badRequest("InvalidTagging", "A tag value is longer than 256 characters.");
            }
            if (!CHARACTERS.matcher(key).matches()
                    || !CHARACTERS.matcher(tag.textAt("Value")).matches()) {
                throw Refusals.badRequest("InvalidTagging", "A tag holds characters that are not allowed.");
            }
            if (!keys.add(key)) {
                throw Refusals.badRequest("InvalidTagging", "A tag key appears twice.");
            }
        }
        if (keys.size() > PER_RESOURCE) {
            throw Refusals.badRequest("InvalidTagging", "A resource can have at most 50 tags.");
        }
    }

    /** Adds tags; those with the same key are replaced. */
    void put(String arn, XmlElement tags) {
        Map<String, XmlElement> merged = byKey(arn);
        tags.itemsAt().forEach(tag -> merged.put(tag.textAt("Key"), tag));
        if (merged.size() > PER_RESOURCE) {
            throw Refusals.badRequest("InvalidTagging", "A resource can have at most 50 tags.");
        }
        byArn.put(arn, XmlElement.of("Items", List.copyOf(merged.values())));
    }

    void forget(String arn) {
        byArn.remove(arn);
    }

    private TwinResponse list(Exchange exchange) {
        String arn = require(exchange);
        return Answers.ok(XmlElement.of(
                "Tags", XmlElement.of("Items", List.copyOf(byKey(arn).values()))));
    }

    private TwinResponse tag(Exchange exchange) {
        XmlElement tags = exchange.body("Tags");
        check(tags);
        return state.change(() -> {
            put(require(exchange), tags);
            return Answers.noContent();
        });
    }

    private TwinResponse untag(Exchange exchange) {
        XmlElement keys = exchange.body("TagKeys");
        return state.change(() -> {
            String arn = require(exchange);
            Map<String, XmlElement> left = byKey(arn);
            keys.textsAt().forEach(left::remove);
            byArn.put(arn, XmlElement.of("Items", List.copyOf(left.values())));
            return Answers.noContent();
        });
    }

    private Map<String, XmlElement> byKey(String arn) {
        Map<String, XmlElement> tags = new TreeMap<>();
        XmlElement stored = byArn.get(arn);
        if (stored != null) {
            stored.children().forEach(tag -> tags.put(tag.textAt("Key"), tag));
        }
        return tags;
    }

    private String require(Exchange exchange) {
        String arn = exchange.request().queryParameter("Resource").orElse("");
        if (!arn.startsWith("arn:aws:cloudfront::")) {
            throw Refusals.invalidArgument("The parameter Resource must be the ARN of a CloudFront resource.");
        }
        if (!exists.test(arn)) {
            throw Refusals.notFound("NoSuchResource", "The resource that was specified does not exist.");
        }
        return arn;
    }
}
