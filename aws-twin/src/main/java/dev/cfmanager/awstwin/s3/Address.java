// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.TwinRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request's host and path say: which endpoint it reached, and which bucket and object it means.
 *
 * <p>Hosts at {@code amazonaws.com} and, for laptops, at {@code localhost} ({@code b.s3.localhost},
 * {@code b.s3.eu-west-1.localhost}, {@code b.localhost}) name the bucket first; any other host is an endpoint override
 * and the path names the bucket.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html">virtual hosting of buckets</a>
 * @param bucket empty when the request is about no bucket
 * @param key the decoded object key; empty when the request is about the bucket
 * @param region the region that the host names; empty for the global endpoint and for endpoint overrides
 * @param global whether the host is the global endpoint, {@code s3.amazonaws.com}
 * @param website whether the host is a website endpoint
 * @param bucketInHost whether the host names the bucket
 */
record Address(
        String bucket, String key, Optional<String> region, boolean global, boolean website, boolean bucketInHost) {
    private static final Pattern S3_HOST = Pattern.compile("(?:(?<bucket>.+?)\\.)?s3(?<website>-website)?"
            + "(?:[.-](?:dualstack\\.)?(?<region>[a-z]{2}(?:-[a-z]+)+-\\d))?"
            + "\\.(?<domain>amazonaws\\.com(?:\\.cn)?|localhost)");
    private static final Pattern LOCAL_BUCKET_HOST = Pattern.compile("(?<bucket>.+)\\.localhost");

    /** Reads host and path. */
    static Address of(TwinRequest request) {
        Matcher s3 = S3_HOST.matcher(request.host());
        if (s3.matches()) {
            Optional<String> region = Optional.ofNullable(s3.group("region"));
            boolean global = region.isEmpty() && !s3.group("domain").equals("localhost");
            boolean website = s3.group("website") != null;
            String bucket = s3.group("bucket");
            return bucket == null
                    ? pathStyle(request, region, global, website)
                    : hostStyle(request, bucket, region, global, website);
        }
        Matcher local = LOCAL_BUCKET_HOST.matcher(request.host());
        if (local.matches()) {
            return hostStyle(request, local.group("bucket"), Optional.empty(), false, false);
        }
        return pathStyle(request, Optional.empty(), false, false);
    }

    private static Address hostStyle(
            TwinRequest request, String bucket, Optional<String> region, boolean global, boolean website) {
        return new Address(bucket, decode(request.rawPath().substring(1)), region, global, website, true);
    }

    private static Address pathStyle(TwinRequest request, Optional<String> region, boolean global, boolean website) {
        String path = request.rawPath().substring(1);
        int slash = path.indexOf('/');
        String bucket = decode(slash < 0 ? path : path.substring(0, slash));
        String key = slash < 0 ? "" : decode(path.substring(slash + 1));
        return new Address(bucket, key, region, global, website, false);
    }

    /**
     * Percent-decodes as UTF-8, leaving {@code +} alone.
     *
     * @throws dev.cfmanager.awstwin.kernel.AwsError {@code InvalidURI} when the encoding is broken
     */
    static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw S3Errors.invalidUri(encoded);
        }
    }
}
