// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Listing the objects of a bucket, in both versions of the API. */
final class ListOperations {
    private static final int MOST = 1000;

    private final ObjectStore objects;

    ListOperations(ObjectStore objects) {
        this.objects = objects;
    }

    void addTo(Routes routes) {
        routes.bucket("GET", List.of("list-type=2"), "ListObjectsV2", "s3:ListBucket", this::list);
        routes.bucket("GET", List.of(), "ListObjects", "s3:ListBucket", this::listByMarker);
    }

    /**
     * ListObjectsV2.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html">ListObjectsV2</a>
     */
    private TwinResponse list(S3Request request, Bucket bucket) {
        ListingText text = ListingText.of(request);
        Optional<String> token = request.query("continuation-token");
        Optional<String> startAfter = request.query("start-after");
        String after = token.map(Token::read).or(() -> startAfter).orElse("");
        int max = Limits.read(request, "max-keys", MOST, MOST);
        Page<ObjectVersion> page = page(request, bucket, after, max);
        List<XmlElement> members = new ArrayList<>();
        members.add(XmlElement.of("Name", bucket.name()));
        members.add(text.prefix(request));
        token.ifPresent(sent -> members.add(XmlElement.of("ContinuationToken", sent)));
        if (page.truncated()) {
            members.add(XmlElement.of("NextContinuationToken", Token.write(page.last())));
        }
        startAfter.ifPresent(sent -> members.add(text.element("StartAfter", sent)));
        members.add(
                XmlElement.of("KeyCount", page.items().size() + page.prefixes().size()));
        members.add(XmlElement.of("MaxKeys", max));
        boolean owner = request.query("fetch-owner").map("true"::equals).orElse(false);
        members.addAll(text.ending(request, page, version -> contents(text, version, owner)));
        return Answers.document(XmlElement.of("ListBucketResult", members))
                .with("x-amz-bucket-region", bucket.region());
    }

    /**
     * ListObjects, the first version of the API.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html">ListObjects</a>
     */
    private TwinResponse listByMarker(S3Request request, Bucket bucket) {
        ListingText text = ListingText.of(request);
        String marker = request.query("marker").orElse("");
        int max = Limits.read(request, "max-keys", MOST, MOST);
        Page<ObjectVersion> page = page(request, bucket, marker, max);
        List<XmlElement> members = new ArrayList<>();
        members.add(XmlElement.of("Name", bucket.name()));
        members.add(text.prefix(request));
        members.add(text.element("Marker", marker));
        if (page.truncated() && request.query("delimiter").isPresent()) {
            members.add(text.element("NextMarker", page.last()));
        }
        members.add(XmlElement.of("MaxKeys", max));
        members.addAll(text.ending(request, page, version -> contents(text, version, true)));
        return Answers.document(XmlElement.of("ListBucketResult", members))
                .with("x-amz-bucket-region", bucket.region());
    }

    private Page<ObjectVersion> page(S3Request request, Bucket bucket, String after, int max) {
        String place = after.isEmpty() ? "" : Keys.behind(Keys.of(bucket.name(), after));
        return Page.read(
                from -> current(objects.versionsFrom(bucket.name(), from)),
                ObjectVersion::key,
                Page.Query.of(request, bucket, after, place, max));
    }

    private static XmlElement contents(ListingText text, ObjectVersion version, boolean owner) {
        List<XmlElement> members = new ArrayList<>();
        members.add(text.element("Key", version.key()));
        members.add(XmlElement.of("LastModified", Answers.xmlDate(version.modified())));
        members.add(XmlElement.of("ETag", version.quotedEtag()));
        members.add(XmlElement.of(
                "ChecksumAlgorithm", version.checksum().algorithm().name()));
        members.add(XmlElement.of("ChecksumType", version.checksum().type()));
        members.add(XmlElement.of("Size", version.size()));
        members.add(XmlElement.of("StorageClass", version.storageClass()));
        if (owner) {
            members.add(Owner.element("Owner"));
        }
        return XmlElement.of("Contents", members);
    }

    /** The objects that a plain read sees: of each key the latest version, unless it is a delete marker. */
    private static Iterator<ObjectVersion> current(Iterator<ObjectVersion> versions) {
        return new Iterator<>() {
            private String previousKey = "";
            private @Nullable ObjectVersion next = advance();

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public ObjectVersion next() {
                ObjectVersion current = next;
                if (current == null) {
                    throw new NoSuchElementException();
                }
                next = advance();
                return current;
            }

            private @Nullable ObjectVersion advance() {
                while (versions.hasNext()) {
                    ObjectVersion version = versions.next();
                    boolean latest = !version.key().equals(previousKey);
                    previousKey = version.key();
                    if (latest && !version.deleteMarker()) {
                        return version;
                    }
                }
                return null;
            }
        };
    }
}
