// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is kept with an object beside its bytes, as it travels in headers.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html">object metadata</a>
 */
final class ObjectHeaders {
    /** The redirect that a website endpoint follows. */
    static final String REDIRECT = "x-amz-website-redirect-location";

    static final String STORAGE_CLASS = "x-amz-storage-class";

    private static final String METADATA = "x-amz-meta-";
    private static final int MAX_METADATA_BYTES = 2048;
    private static final List<String> STANDARD = List.of(
            "Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Type", "Expires");
    private static final List<String> STORAGE_CLASSES = List.of(
            "STANDARD",
            "REDUCED_REDUNDANCY",
            "STANDARD_IA",
            "ONEZONE_IA",
            "INTELLIGENT_TIERING",
            "GLACIER",
            "DEEP_ARCHIVE",
            "GLACIER_IR");

    private ObjectHeaders() {}

    /** The standard headers a request gives to a new object; {@code aws-chunked} was for the way here only. */
    static Map<String, String> standard(S3Request request) {
        Map<String, String> headers = new TreeMap<>();
        STANDARD.forEach(name -> request.header(name).ifPresent(value -> headers.put(name, value)));
        headers.computeIfPresent("Content-Encoding", (name, value) -> withoutChunking(value));
        headers.putIfAbsent("Content-Type", "binary/octet-stream");
        return headers;
    }

    /**
     * What a request says of how and where a new object is stored: these are never copied from another object.
     *
     * @throws AwsError {@code InvalidStorageClass}, {@code InvalidRedirectLocation} ...
     */
    static Map<String, String> storage(S3Request request, Bucket bucket) {
        Map<String, String> headers = new TreeMap<>(Encryption.headers(request, bucket));
        request.header(REDIRECT).ifPresent(location -> {
            if (!location.startsWith("/") && !location.startsWith("http://") && !location.startsWith("https://")) {
                throw new AwsError(
                        400,
                        "InvalidRedirectLocation",
                        "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.");
            }
            headers.put(REDIRECT, location);
        });
        request.header(STORAGE_CLASS).ifPresent(storageClass -> {
            if (!STORAGE_CLASSES.contains(storageClass)) {
                throw new AwsError(400, "InvalidStorageClass", "The storage class you specified is not valid");
            }
            if (!storageClass.equals("STANDARD")) {
                headers.put(STORAGE_CLASS, storageClass);
            }
        });
        return headers;
    }

    /**
     * The user metadata of a request.
     *
     * @throws AwsError {@code MetadataTooLarge} beyond 2 KB of names and values
     */
    static Map<String, String> metadata(S3Request request) {
        Map<String, String> metadata = new TreeMap<>();
        int bytes = 0;
        for (Map.Entry<String, List<String>> header : request.http().headers().entrySet()) {
            if (header.getKey().startsWith(METADATA)) {
                String name = header.getKey().substring(METADATA.length());
                String value = String.join(",", header.getValue());
                metadata.put(name, value);
                bytes += name.length() + value.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        if (bytes > MAX_METADATA_BYTES) {
            throw new AwsError(
                    400,
                    "MetadataTooLarge",
                    "Your metadata headers exceed the maximum allowed metadata size",
                    Map.of("Size", String.valueOf(bytes), "MaxSizeAllowed", String.valueOf(MAX_METADATA_BYTES)));
        }
        return metadata;
    }

    /** The tags of a request's {@code x-amz-tagging}. */
    static TagSet tags(S3Request request) {
        return request.header("x-amz-tagging").map(TagSet::ofHeader).orElse(TagSet.NONE);
    }

    /** An answer about a version: its headers, metadata and, when the client asks for it, its checksum. */
    static TwinResponse describe(S3Request request, Bucket bucket, ObjectVersion version) {
        Map<String, String> headers = new TreeMap<>(version.headers());
        version.metadata().forEach((name, value) -> headers.put(METADATA + name, value));
        headers.put("ETag", version.quotedEtag());
        headers.put("Last-Modified", Answers.httpDate(version.modified()));
        headers.put("Accept-Ranges", "bytes");
        if (bucket.versioning() != Bucket.Versioning.Off) {
            headers.put("x-amz-version-id", version.versionId());
        }
        if (!version.tags().tags().isEmpty()) {
            headers.put(
                    "x-amz-tagging-count", String.valueOf(version.tags().tags().size()));
        }
        boolean wanted = request.header("x-amz-checksum-mode")
                .map("enabled"::equalsIgnoreCase)
                .orElse(false);
        if (wanted) {
            headers.putAll(checksum(version.checksum()));
        }
        override(request, headers);
        return new TwinResponse(200, headers, new byte[0]);
    }

    /** An answer to a write: what the version is now called and how it was stored. */
    static TwinResponse written(Bucket bucket, ObjectVersion version) {
        Map<String, String> headers = Encryption.only(version.headers());
        if (bucket.versioning() != Bucket.Versioning.Off) {
            headers.put("x-amz-version-id", version.versionId());
        }
        return new TwinResponse(200, headers, new byte[0]);
    }

    /** The headers that show a checksum. */
    static Map<String, String> checksum(Checksum checksum) {
        return Map.of(checksum.algorithm().header(), checksum.value(), "x-amz-checksum-type", checksum.type());
    }

    /** {@code response-content-type} and its like: the client says how this one answer is to look. */
    private static void override(S3Request request, Map<String, String> headers) {
        for (String name : STANDARD) {
            Optional<String> wanted = request.query("response-" + name.toLowerCase(Locale.ROOT));
            if (wanted.isPresent()) {
                if (!request.requester().ofAccount()) {
                    throw S3Errors.invalidRequest(
                            "Request specific response headers cannot be used for anonymous GET requests.");
                }
                headers.put(name, wanted.get());
            }
        }
    }

    private static @Nullable String withoutChunking(String encoding) {
        String rest = Arrays.stream(encoding.split(",", -1))
                .map(String::strip)
                .filter(coding -> !coding.isEmpty() && !coding.equals("aws-chunked"))
                .collect(Collectors.joining(","));
        return rest.isEmpty() ? null : rest;
    }
}
