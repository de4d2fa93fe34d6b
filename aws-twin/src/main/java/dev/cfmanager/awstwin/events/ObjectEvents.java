// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.Json;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.s3.ObjectListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * S3's {@code Object Created} events as EventBridge delivers them. Every bucket sends its events; a rule hears all of
 * them, in order of the writes, on the advancing thread at the next advance of the clock.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html">S3 event messages in EventBridge</a>
 */
public final class ObjectEvents implements ObjectListener {
    private static final String CREATED = "ObjectCreated:";

    private final Kernel kernel;
    private final Map<String, Consumer<ObjectNode>> rules = new ConcurrentHashMap<>();

    /** The events of that account. */
    public ObjectEvents(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Sends every event to {@code target} from now on; a rule of the same name is replaced. */
    public void subscribe(String rule, Consumer<ObjectNode> target) {
        rules.put(rule, target);
    }

    /** Ends a rule; unknown ones are ignored. */
    public void remove(String rule) {
        rules.remove(rule);
    }

    @Override
    public void happened(
            String bucket, String region, String event, String key, long size, String etag, String versionId) {
        if (rules.isEmpty() || !event.startsWith(CREATED)) {
            return;
        }
        ObjectNode message = message(bucket, region, event.substring(CREATED.length()));
        ObjectNode object = ((ObjectNode) message.path("detail")).putObject("object");
        object.put("key", key).put("size", size).put("etag", etag);
        kernel.clock()
                .schedule(kernel.clock().instant(), () -> rules.values().forEach(target -> target.accept(message)));
    }

    private ObjectNode message(String bucket, String region, String reason) {
        ObjectNode message = Json.object()
                .put("version", "0")
                .put("id", kernel.requestIds().uuid())
                .put("detail-type", "Object Created")
                .put("source", "aws.s3")
                .put("account", Kernel.ACCOUNT)
                .put("time", kernel.clock().instant().toString())
                .put("region", region);
        message.putArray("resources").add("arn:aws:s3:::" + bucket);
        ObjectNode detail = message.putObject("detail").put("version", "0").put("reason", reason);
        detail.putObject("bucket").put("name", bucket);
        return message;
    }
}
