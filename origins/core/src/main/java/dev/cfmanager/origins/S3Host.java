// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bucket behind an S3 host name. Bucket names may hold dots, even ones that look like a part of S3's own names, so
 * the endpoint is the shortest end of the host that fits and everything before it is the bucket.
 *
 * @param bucket the bucket
 * @param region the region the host names; empty for global hosts such as {@code b.s3.amazonaws.com}
 * @param website whether it is a website endpoint, which speaks only HTTP and knows no access control
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html">Virtual hosting of buckets</a>
 * @see <a href="https://docs.aws.amazon.com/general/latest/gr/s3.html">S3 endpoints</a>
 */
public record S3Host(String bucket, Optional<String> region, boolean website) {
    private static final int LONGEST = 253;
    private static final String REGION = "([a-z]{2}(?:-[a-z]+){1,3}-\\d{1,2})";
    private static final Pattern HOST = Pattern.compile("(.+)\\.(?:"
            + "s3(?:-fips)?(?:\\.dualstack)?[.-]" + REGION // b.s3.eu-west-1, b.s3-eu-west-1, b.s3.dualstack.eu-west-1
            + "|s3-website[.-]" + REGION
            + "|s3-accelerate(?:\\.dualstack)?"
            + "|s3-external-1"
            + "|s3"
            + ")\\.amazonaws\\.com(?:\\.cn)?");

    /** Reads a host name, in any case; empty when it is not one of S3 or names no bucket. */
    public static Optional<S3Host> parse(String host) {
        if (host.length() > LONGEST) {
            return Optional.empty();
        }
        String name = host.toLowerCase(Locale.ROOT);
        Matcher matcher = HOST.matcher(name);
        if (!matcher.matches() || BucketName.problem(matcher.group(1)).isPresent()) {
            return Optional.empty();
        }
        String region = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
        return Optional.of(new S3Host(matcher.group(1), Optional.ofNullable(region), matcher.group(3) != null));
    }

    /** The host CloudFront reads a bucket from: {@code <bucket>.s3.<region>.amazonaws.com}. */
    public static String regionalHost(String bucket, String region) {
        return bucket + ".s3." + region + ".amazonaws.com";
    }
}
