// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.Json;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.lambda.LambdaCaller;
import dev.cfmanager.awstwin.s3.ObjectListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * S3 events as a template declares them: which objects of a bucket invoke which function, asynchronously
 * (<a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html">event notifications</a>).
 */
public final class BucketNotifications implements ObjectListener {
    /** Who the call log names when a bucket invokes a function. */
    public static final String IDENTITY = "s3.amazonaws.com";

    private final Kernel kernel;
    private final LambdaCaller functions;
    private final Map<String, Notification> notifications = new ConcurrentHashMap<>();
    private final AtomicLong sequence = new AtomicLong();

    /** Notifications that reach Lambda through this kernel. */
    public BucketNotifications(Kernel kernel) {
        this.kernel = kernel;
        this.functions = new LambdaCaller(kernel);
    }

    /**
     * Declares a notification; declaring it again replaces it.
     *
     * @param id its configuration id, which the event carries
     * @param events such as {@code s3:ObjectCreated:*} or {@code s3:ObjectRemoved:Delete}
     * @param prefix how keys must begin; empty for any
     * @param suffix how keys must end; empty for any
     * @throws IllegalArgumentException when S3 would refuse it: unknown event types, or rules that overlap
     */
    public synchronized void declare(
            String id, String bucket, List<String> events, String prefix, String suffix, String functionName) {
        Notification declared = new Notification(bucket, List.copyOf(events), prefix, suffix, functionName);
        for (String event : events) {
            if (!event.matches("s3:Object(Created|Removed):(\\*|[A-Za-z]+)")) {
                throw new IllegalArgumentException("S3 refuses the notification '" + id + "': no event type " + event);
            }
        }
        notifications.forEach((other, known) -> {
            if (!other.equals(id) && known.overlaps(declared)) {
                throw new IllegalArgumentException("S3 refuses the notification '" + id
                        + "': Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the"
                        + " prefixes are overlapping for the same event type (" + other + ")");
            }
        });
        notifications.put(id, declared);
    }

    /** Forgets a notification; nothing happens when there is none of that id. */
    public void remove(String id) {
        notifications.remove(id);
    }

    @Override
    public void happened(
            String bucket, String region, String event, String key, long size, String etag, String versionId) {
        notifications.forEach((id, notification) -> {
            if (notification.wants(bucket, "s3:" + event, key)) {
                ObjectNode message = message(id, bucket, region, event);
                ObjectNode object = ((ObjectNode) message.at("/Records/0/s3")).putObject("object");
                object.put("key", URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/"));
                if (event.startsWith("ObjectCreated:")) {
                    object.put("size", size).put("eTag", etag);
                }
                if (!versionId.isEmpty()) {
                    object.put("versionId", versionId);
                }
                object.put("sequencer", String.format("%018X", sequence.incrementAndGet()));
                send(region, notification.function(), message);
            }
        });
    }

    private void send(String region, String function, ObjectNode message) {
        try {
            functions.invoke(
                    IDENTITY,
                    region,
                    function,
                    null,
                    "Event",
                    Json.write(message).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Message structure</a>, version 2.1. */
    private ObjectNode message(String id, String bucket, String region, String event) {
        ObjectNode message = Json.object();
        ObjectNode entry = message.putArray("Records").addObject();
        entry.put("eventVersion", "2.1").put("eventSource", "aws:s3").put("awsRegion", region);
        entry.put(
                "eventTime",
                kernel.clock().instant().truncatedTo(ChronoUnit.MILLIS).toString());
        entry.put("eventName", event);
        entry.putObject("userIdentity").put("principalId", "AWS:" + Kernel.ACCOUNT);
        entry.putObject("requestParameters").put("sourceIPAddress", "127.0.0.1");
        entry.putObject("responseElements")
                .put("x-amz-request-id", kernel.requestIds().uuid());
        ObjectNode s3 = entry.putObject("s3");
        s3.put("s3SchemaVersion", "1.0").put("configurationId", id);
        ObjectNode owner = s3.putObject("bucket");
        owner.put("name", bucket);
        owner.putObject("ownerIdentity").put("principalId", Kernel.ACCOUNT);
        owner.put("arn", "arn:aws:s3:::" + bucket);
        return message;
    }

    private record Notification(String bucket, List<String> events, String prefix, String suffix, String function) {

        boolean wants(String otherBucket, String event, String key) {
            return bucket.equals(otherBucket)
                    && key.startsWith(prefix)
                    && key.endsWith(suffix)
                    && events.stream().anyMatch(wanted -> covers(wanted, event));
        }

        boolean overlaps(Notification other) {
            return bucket.equals(other.bucket)
                    && (prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix))
                    && (suffix.endsWith(other.suffix) || other.suffix.endsWith(suffix))
                    && events.stream().anyMatch(mine -> other.events.stream()
                            .anyMatch(theirs -> covers(mine, theirs) || covers(theirs, mine)));
        }

        private static boolean covers(String wanted, String event) {
            return wanted.endsWith("*")
                    ? event.startsWith(wanted.substring(0, wanted.length() - 1))
                    : event.equals(wanted);
        }
    }
}
