// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import dev.cfmanager.common.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Copies one file to the website bucket, on S3's side: no byte passes through here. The source is pinned by its ETag, and
 * the metadata is replaced: content type, cache time, and where the file came from.
 */
final class Publisher {
    private final S3Client s3;
    private final Settings settings;
    private final InstantSource clock;

    Publisher(S3Client s3, Settings settings, InstantSource clock) {
        this.s3 = s3;
        this.settings = settings;
        this.clock = clock;
    }

    /** Where a file goes, as {@code s3://bucket/key}. */
    String destination(String file) {
        return "s3://" + settings.target() + "/" + settings.targetKey(file);
    }

    /**
     * Copies what is there now.
     *
     * @throws S3Exception 412 when the source is no longer the pinned version; also when S3 answers 200 with an error in
     *     the body, as it may after it has begun to copy
     */
    Published publish(SourceFiles.Source source) {
        return publish(source, Optional.empty());
    }

    /** Copies that version, replaced or not. */
    Published publishVersion(SourceFiles.Source source) {
        return publish(source, source.versionId());
    }

    /**
     * Copies a file into a set: what is there now if that is the pinned version, else the version that the source bucket
     * keeps.
     *
     * @throws S3Exception as {@link #publish}
     */
    void publishInto(String setId, SourceFiles.Source source) {
        String key = settings.setKey(setId, source.file());
        try {
            copy(source, Optional.empty(), key, clock.instant());
        } catch (S3Exception e) {
            if (!SourceFiles.hasMoved(e) || source.versionId().isEmpty()) {
                throw e;
            }
            copy(source, source.versionId(), key, clock.instant());
        }
    }

    private Published publish(SourceFiles.Source source, Optional<String> versionId) {
        Instant now = clock.instant();
        copy(source, versionId, settings.targetKey(source.file()), now);
        return new Published(destination(source.file()), source.etag(), source.size(), source.modifiedAt(), now, false);
    }

    private void copy(SourceFiles.Source source, Optional<String> versionId, String targetKey, Instant now) {
        String key = settings.sourceKey(source.file());
        CopyObjectResponse copied = s3.copyObject(copy -> copy.sourceBucket(settings.source())
                .sourceKey(key)
                .sourceVersionId(versionId.orElse(null))
                .copySourceIfMatch(source.etag())
                .destinationBucket(settings.target())
                .destinationKey(targetKey)
                .metadataDirective(MetadataDirective.REPLACE)
                .contentType("application/json")
                .cacheControl("public, max-age=" + settings.maxAge())
                .metadata(Map.of(
                        "distributed-at", Json.time(now),
                        "source-bucket", settings.source(),
                        "source-key", headerSafe(key))));
        if (copied.copyObjectResult() == null || copied.copyObjectResult().eTag() == null) {
            throw (S3Exception) S3Exception.builder()
                    .message("S3 answered without a result")
                    .statusCode(500)
                    .build();
        }
    }

    /** Metadata travels in headers, so what is not plain ASCII is percent-encoded. */
    private static String headerSafe(String key) {
        boolean plain = key.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return plain
                ? key
                : URLEncoder.encode(key, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%2F", "/");
    }
}
