// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Listing all versions and delete markers.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html">ListObjectVersions</a>
 */
final class VersionOperations {
    private static final int MOST = 1000;

    private final ObjectStore objects;

    VersionOperations(ObjectStore objects) {
        this.objects = objects;
    }

    void addTo(Routes routes) {
        routes.bucket("GET", List.of("versions"), "ListObjectVersions", "s3:ListBucketVersions", this::list);
    }

    private TwinResponse list(S3Request request, Bucket bucket) {
        ListingText text = ListingText.of(request);
        int max = Limits.read(request, "max-keys", MOST, MOST);
        String keyMarker = request.query("key-marker").orElse("");
        Optional<String> versionMarker = request.query("version-id-marker");
        Page<ObjectVersion> page = Page.read(
                place -> objects.versionsFrom(bucket.name(), place),
                ObjectVersion::key,
                Page.Query.of(request, bucket, keyMarker, place(bucket, keyMarker, versionMarker), max));
        List<XmlElement> members = new ArrayList<>();
        members.add(XmlElement.of("Name", bucket.name()));
        members.add(text.prefix(request));
        members.add(text.element("KeyMarker", keyMarker));
        members.add(XmlElement.of("VersionIdMarker", versionMarker.orElse("")));
        if (page.truncated()) {
            members.add(text.element("NextKeyMarker", page.last()));
            ObjectVersion last = page.lastItem();
            if (last != null) {
                members.add(XmlElement.of("NextVersionIdMarker", last.versionId()));
            }
        }
        members.add(XmlElement.of("MaxKeys", max));
        members.addAll(text.ending(request, page, version -> element(text, bucket, version)));
        return Answers.document(XmlElement.of("ListVersionsResult", members));
    }

    /** Where to go on: behind the marked version, or behind all versions of the marked key. */
    private String place(Bucket bucket, String keyMarker, Optional<String> versionMarker) {
        if (keyMarker.isEmpty()) {
            if (versionMarker.isPresent()) {
                throw S3Errors.invalidArgument(
                        "version-id-marker",
                        versionMarker.get(),
                        "A version-id marker cannot be specified without a key marker.");
            }
            return "";
        }
        return versionMarker
                .flatMap(id -> objects.version(bucket.name(), keyMarker, id))
                .map(version -> ObjectStore.behind(bucket.name(), version))
                .orElseGet(() -> Keys.behind(Keys.of(bucket.name(), keyMarker)));
    }

    private XmlElement element(ListingText text, Bucket bucket, ObjectVersion version) {
        boolean latest = objects.latest(bucket.name(), version.key())
                .filter(newest -> newest.sequence() == version.sequence())
                .isPresent();
        List<XmlElement> members = new ArrayList<>();
        members.add(text.element("Key", version.key()));
        members.add(XmlElement.of("VersionId", version.versionId()));
        members.add(XmlElement.of("IsLatest", latest));
        members.add(XmlElement.of("LastModified", Answers.xmlDate(version.modified())));
        if (!version.deleteMarker()) {
            members.add(XmlElement.of("ETag", version.quotedEtag()));
            members.add(XmlElement.of("Size", version.size()));
            members.add(XmlElement.of("StorageClass", version.storageClass()));
        }
        members.add(Owner.element("Owner"));
        return XmlElement.of(version.deleteMarker() ? "DeleteMarker" : "Version", members);
    }
}
