// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.Call;
import dev.cfmanager.awstwin.kernel.Kernel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * S3's {@code Object Created} events as EventBridge delivers them. Every bucket sends its events; a rule hears all of
 * them, in order of the writes, on the advancing thread at the next advance of the clock.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html">S3 event messages in EventBridge</a>
 */
public final class ObjectEvents {
    private static final Set<String> WRITES = Set.of("PutObject", "CopyObject", "CompleteMultipartUpload");
    private static final String OBJECT_ARN = "arn:aws:s3:::";

    private final Kernel kernel;
    private final Map<String, Consumer<ObjectNode>> rules = new ConcurrentHashMap<>();

    /** The events of that account. */
    public ObjectEvents(Kernel kernel) {
        this.kernel = kernel;
        kernel.onSuccess(this::heard);
    }

    /** Sends every event to {@code target} from now on; a rule of the same name is replaced. */
    public void subscribe(String rule, Consumer<ObjectNode> target) {
        rules.put(rule, target);
    }

    /** Ends a rule; unknown ones are ignored. */
    public void remove(String rule) {
        rules.remove(rule);
    }

    private void heard(Call call) {
        if (rules.isEmpty() || !call.service().equals("s3") || !WRITES.contains(call.operation())) {
            return;
        }
        for (String arn : call.resources()) {
            int slash = arn.indexOf('/');
            if (arn.startsWith(OBJECT_ARN) && slash > 0 && isWritten(call, arn)) {
                ObjectNode event = event(call, arn.substring(OBJECT_ARN.length(), slash), arn.substring(slash + 1));
                kernel.clock().schedule(kernel.clock().instant(), () -> rules.values()
                        .forEach(target -> target.accept(event)));
            }
        }
    }

    /** CopyObject also names its source. */
    private static boolean isWritten(Call call, String arn) {
        return !call.operation().equals("CopyObject")
                || arn.equals(call.resources().get(call.resources().size() - 1));
    }

    private static ObjectNode event(Call call, String bucket, String key) {
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("version", "0")
                .put("id", "call-" + call.number())
                .put("detail-type", "Object Created")
                .put("source", "aws.s3")
                .put("account", Kernel.ACCOUNT)
                .put("time", call.at().toString())
                .put("region", call.caller().region());
        event.putArray("resources").add(OBJECT_ARN + bucket);
        ObjectNode detail = event.putObject("detail").put("version", "0").put("reason", call.operation());
        detail.putObject("bucket").put("name", bucket);
        detail.putObject("object").put("key", key);
        return event;
    }
}
