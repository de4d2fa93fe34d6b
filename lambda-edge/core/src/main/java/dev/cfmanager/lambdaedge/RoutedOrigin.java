// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.origins.BucketName;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.S3Host;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An S3 bucket that viewers can be routed to. Its host name is made from bucket and region, never taken from a client.
 *
 * @param originId our origin's id; null for a bucket that is not one of our origins
 * @param bucketName bucket name by the rules of {@link BucketName}
 * @param region the bucket's region, such as {@code eu-central-1}
 */
public record RoutedOrigin(@Nullable String originId, String bucketName, String region) {
    private static final Pattern REGION = Pattern.compile("[a-z]{2,5}(-[a-z]{1,12}){1,3}-[0-9]{1,2}");

    /** Refuses what is no bucket or no region, so that nothing else can reach generated code. */
    public RoutedOrigin {
        if (BucketName.problem(bucketName).isPresent()) {
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

    /** One of our origins. */
    public static RoutedOrigin of(Origin origin) {
        return new RoutedOrigin(origin.id(), origin.bucketName(), origin.region());
    }

    /** The bucket's regional host name, such as {@code media.s3.eu-central-1.amazonaws.com}. */
    public String domain() {
        return S3Host.regionalHost(bucketName, region);
    }

    /** The origin as it is kept and shown: {@code {"originId", "bucketName", "domainName", "region"}}. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object();
        if (originId != null) {
            json.put("originId", originId);
        }
        return json.put("bucketName", bucketName).put("domainName", domain()).put("region", region);
    }

    /** The origin a record holds; older ones have only the host. */
    static RoutedOrigin of(JsonNode json) {
        String domain = json.path("domainName").asText();
        String bucket = S3Host.parse(domain).map(S3Host::bucket).orElse("");
        return new RoutedOrigin(
                json.hasNonNull("originId") ? json.path("originId").asText() : null,
                json.path("bucketName").asText(bucket),
                json.path("region").asText());
    }
}
