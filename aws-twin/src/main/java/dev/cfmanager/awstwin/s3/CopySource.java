// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What {@code x-amz-copy-source} names: {@code /bucket/key?versionId=id}, URL-encoded.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html">CopyObject</a>
 * @param bucket the source's bucket
 * @param key decoded
 * @param versionId empty for the current version
 */
record CopySource(String bucket, String key, Optional<String> versionId) {
    static final String HEADER = "x-amz-copy-source";

    private static final String VERSION = "?versionId=";

    /**
     * Reads the header of a request.
     *
     * @throws dev.cfmanager.awstwin.kernel.AwsError {@code InvalidArgument} when it names no object
     */
    static CopySource of(S3Request request) {
        String header = request.header(HEADER).orElse("");
        int query = header.lastIndexOf(VERSION);
        Optional<String> versionId =
                query < 0 ? Optional.empty() : Optional.of(header.substring(query + VERSION.length()));
        String path = decode(query < 0 ? header : header.substring(0, query), header);
        String name = path.startsWith("/") ? path.substring(1) : path;
        int slash = name.indexOf('/');
        if (slash <= 0 || slash == name.length() - 1) {
            throw invalid(header);
        }
        return new CopySource(name.substring(0, slash), name.substring(slash + 1), versionId);
    }

    /** What reading it needs. */
    Permission permission() {
        return new Permission(
                versionId.isPresent() ? "s3:GetObjectVersion" : "s3:GetObject", Bucket.objectArn(bucket, key));
    }

    private static String decode(String encoded, String header) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw invalid(header);
        }
    }

    private static RuntimeException invalid(String header) {
        return S3Errors.invalidArgument(
                HEADER, header, "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
    }
}
