// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.ArrayList;
import java.util.List;

/** Listing multipart uploads in progress, and the parts of one. */
final class UploadListings {
    private static final int MOST = 1000;

    private final UploadStore uploads;

    UploadListings(UploadStore uploads) {
        this.uploads = uploads;
    }

    void addTo(Routes routes) {
        routes.bucket(
                "GET", List.of("uploads"), "ListMultipartUploads", "s3:ListBucketMultipartUploads", this::listUploads);
        routes.object(
                "GET",
                List.of("uploadId"),
                "ListParts",
                request -> List.of(Permission.onObject("s3:ListMultipartUploadParts", request)),
                this::listParts);
    }

    /**
     * ListMultipartUploads.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html">ListMultipartUploads</a>
     */
    private TwinResponse listUploads(S3Request request, Bucket bucket) {
        ListingText text = ListingText.of(request);
        int max = Limits.read(request, "max-uploads", MOST, MOST);
        String keyMarker = request.query("key-marker").orElse("");
        String idMarker = request.query("upload-id-marker").orElse("");
        Page<Upload> page = Page.read(
                place -> uploads.from(bucket.name(), place),
                Upload::key,
                Page.Query.of(request, bucket, keyMarker, place(bucket, keyMarker, idMarker), max));
        List<XmlElement> members = new ArrayList<>();
        members.add(XmlElement.of("Bucket", bucket.name()));
        members.add(text.element("KeyMarker", keyMarker));
        members.add(XmlElement.of("UploadIdMarker", idMarker));
        Upload last = page.lastItem();
        members.add(text.element("NextKeyMarker", page.truncated() ? page.last() : ""));
        members.add(XmlElement.of("NextUploadIdMarker", page.truncated() && last != null ? last.id() : ""));
        members.add(text.prefix(request));
        members.add(XmlElement.of("MaxUploads", max));
        members.addAll(text.ending(request, page, upload -> element(text, upload)));
        return Answers.document(XmlElement.of("ListMultipartUploadsResult", members));
    }

    /** Where to go on: behind the marked upload, or behind all uploads of the marked key. */
    private String place(Bucket bucket, String keyMarker, String idMarker) {
        if (keyMarker.isEmpty()) {
            return "";
        }
        return idMarker.isEmpty()
                ? Keys.behind(Keys.of(bucket.name(), keyMarker))
                : UploadStore.behind(uploads.get(bucket.name(), keyMarker, idMarker));
    }

    private static XmlElement element(ListingText text, Upload upload) {
        return XmlElement.of(
                "Upload",
                text.element("Key", upload.key()),
                XmlElement.of("UploadId", upload.id()),
                Owner.element("Initiator"),
                Owner.element("Owner"),
                XmlElement.of(
                        "StorageClass",
                        upload.details().headers().getOrDefault(ObjectHeaders.STORAGE_CLASS, "STANDARD")),
                XmlElement.of("Initiated", Answers.xmlDate(upload.initiated())),
                XmlElement.of("ChecksumAlgorithm", upload.algorithm().name()),
                XmlElement.of("ChecksumType", upload.checksumType()));
    }

    /**
     * ListParts.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html">ListParts</a>
     */
    private TwinResponse listParts(S3Request request, Bucket bucket) {
        Upload upload = MultipartOperations.named(uploads, request);
        int max = Limits.read(request, "max-parts", MOST, MOST);
        int marker = Limits.read(request, "part-number-marker", 0, Integer.MAX_VALUE);
        List<Part> rest = uploads.parts(upload).stream()
                .filter(part -> part.number() > marker)
                .toList();
        List<Part> page = rest.stream().limit(max).toList();
        boolean truncated = page.size() < rest.size() && !page.isEmpty();
        List<XmlElement> members = new ArrayList<>();
        members.add(XmlElement.of("Bucket", bucket.name()));
        members.add(XmlElement.of("Key", upload.key()));
        members.add(XmlElement.of("UploadId", upload.id()));
        members.add(Owner.element("Initiator"));
        members.add(Owner.element("Owner"));
        members.add(XmlElement.of(
                "StorageClass", upload.details().headers().getOrDefault(ObjectHeaders.STORAGE_CLASS, "STANDARD")));
        members.add(XmlElement.of("PartNumberMarker", marker));
        members.add(XmlElement.of(
                "NextPartNumberMarker",
                page.isEmpty() ? 0 : page.get(page.size() - 1).number()));
        members.add(XmlElement.of("MaxParts", max));
        members.add(XmlElement.of("IsTruncated", truncated));
        members.add(XmlElement.of("ChecksumAlgorithm", upload.algorithm().name()));
        members.add(XmlElement.of("ChecksumType", upload.checksumType()));
        page.forEach(part -> members.add(part.element()));
        return Answers.document(XmlElement.of("ListPartsResult", members));
    }
}
