// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The tags of a bucket or an object, by key and in order.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html">bucket tags</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html">object tags</a>
 * @param tags unmodifiable
 */
record TagSet(List<Tag> tags) implements Serializable {
    static final String SETTING = "tagging";

    /** No tags. */
    static final TagSet NONE = new TagSet(List.of());

    private static final String RESERVED = "aws:";
    private static final int MAX_OF_BUCKET = 50;
    private static final int MAX_OF_OBJECT = 10;
    private static final Pattern KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}");
    private static final Pattern VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}");

    /** One tag. */
    record Tag(String key, String value) implements Serializable {}

    TagSet {
        tags = List.copyOf(tags);
    }

    /** Reads the tags of a bucket from a list of {@code Tag} elements. */
    static TagSet ofBucket(XmlElement list) {
        return read(list, MAX_OF_BUCKET);
    }

    /** Reads the tags of an object from a list of {@code Tag} elements. */
    static TagSet ofObject(XmlElement list) {
        return read(list, MAX_OF_OBJECT);
    }

    /** Reads the tags of an object from {@code x-amz-tagging: a=1&b=2}. */
    static TagSet ofHeader(String header) {
        Map<String, List<String>> parsed = new LinkedHashMap<>(TwinRequest.parseQuery(header));
        List<Tag> tags = new ArrayList<>();
        parsed.forEach((key, values) -> values.forEach(value -> tags.add(new Tag(key, value))));
        return checked(tags, MAX_OF_OBJECT);
    }

    /** The {@code Tagging} document. */
    String document() {
        List<XmlElement> elements = tags.stream()
                .map(tag -> XmlElement.of("Tag", XmlElement.of("Key", tag.key()), XmlElement.of("Value", tag.value())))
                .toList();
        return XmlElement.of("Tagging", XmlElement.of("TagSet", elements)).document(S3.NAMESPACE);
    }

    private static TagSet read(XmlElement list, int most) {
        List<Tag> tags = new ArrayList<>();
        for (XmlElement tag : list.children("Tag")) {
            tags.add(new Tag(
                    tag.childText("Key").orElseThrow(S3Errors::malformedXml),
                    tag.childText("Value").orElseThrow(S3Errors::malformedXml)));
        }
        return checked(tags, most);
    }

    private static TagSet checked(List<Tag> tags, int most) {
        if (tags.size() > most) {
            throw most == MAX_OF_OBJECT
                    ? new AwsError(400, "BadRequest", "Object tags cannot be greater than 10")
                    : invalid("", "Bucket tag count cannot be greater than 50");
        }
        for (Tag tag : tags) {
            if (tag.key().startsWith(RESERVED)) {
                throw invalid(tag.key(), "System tags cannot be added/updated by requester");
            }
            if (!KEY.matcher(tag.key()).matches()) {
                throw invalid(tag.key(), "The TagKey you have provided is invalid");
            }
            if (!VALUE.matcher(tag.value()).matches()) {
                throw invalid(tag.key(), "The TagValue you have provided is invalid");
            }
        }
        if (tags.stream().map(Tag::key).distinct().count() < tags.size()) {
            throw invalid("", "Cannot provide multiple Tags with the same key");
        }
        return new TagSet(tags);
    }

    private static AwsError invalid(String key, String message) {
        return new AwsError(400, "InvalidTag", message, key.isEmpty() ? Map.of() : Map.of("TagKey", key));
    }
}
