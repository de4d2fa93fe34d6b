// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An S3 bucket that viewers can be routed to. Its host name is made from bucket and region, never taken from a client.
 *
 * @param originId our origin's id; null for a bucket that is not one of our origins
 * @param bucketName bucket name by S3's rules: 3 to 63 lower-case letters, digits, dots and hyphens
 * @param region the bucket's region, such as {@code eu-central-1}
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html">S3 bucket naming rules</a>
 */
public record RoutedOrigin(@Nullable String originId, String bucketName, String region) {
    private static final Pattern REGION = Pattern.compile("[a-z]{2,5}(-[a-z]{1,12}){1,3}-[0-9]{1,2}");
    private static final Pattern BUCKET =
            Pattern.compile("(?=.{3,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    /** Refuses what is no bucket or no region, so that nothing else can reach generated code. */
    public RoutedOrigin {
        if (!isBucketName(bucketName)) {
            throw new IllegalArgumentException("not a bucket name");
        }
        if (!isRegion(region)) {
            throw new IllegalArgumentException("not a region");
        }
    }

    /** Whether a text has the form of a region's name; the region itself may be one that we do not know yet. */
    public static boolean isRegion(String text) {
        return text.length() <= 32 && REGION.matcher(text).matches();
    }

    /** Whether a text could be a bucket's name. */
    public static boolean isBucketName(String text) {
        return BUCKET.matcher(text).matches();
    }

    /** The bucket's regional host name, such as {@code media.s3.eu-central-1.amazonaws.com}. */
    public String domain() {
        return bucketName + ".s3." + region + ".amazonaws.com";
    }

    /** The origin as it is kept and shown: {@code {"originId", "bucketName", "domainName", "region"}}. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object();
        if (originId != null) {
            json.put("originId", originId);
        }
        return json.put("bucketName", bucketName).put("domainName", domain()).put("region", region);
    }

    /** The origin a record holds; older ones lack {@code bucketName}, which then is the host's part before {@code .s3}. */
    static RoutedOrigin of(JsonNode json) {
        String domain = json.path("domainName").asText();
        String bucket = domain.substring(0, Math.max(0, domain.lastIndexOf(".s3")));
        return new RoutedOrigin(
                json.hasNonNull("originId") ? json.path("originId").asText() : null,
                json.path("bucketName").asText(bucket),
                json.path("region").asText());
    }
}
