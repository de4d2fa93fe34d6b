// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.Json;
import java.io.Serializable;
import java.time.Instant;

/**
 * One event of an execution's history
 * (<a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html">HistoryEvent</a>).
 *
 * @param detailsName the member that carries the details; empty when the type has none
 * @param details JSON text
 */
record Event(long id, long previous, Instant at, String type, String detailsName, String details)
        implements Serializable {

    /** As GetExecutionHistory answers it; without execution data when the caller asked for none. */
    ObjectNode toJson(boolean withData) {
        ObjectNode event = Json.object();
        event.set("timestamp", Json.time(at));
        event.put("type", type);
        event.put("id", id);
        event.put("previousEventId", previous);
        if (!detailsName.isEmpty()) {
            ObjectNode members = (ObjectNode) Json.read(details);
            if (!withData) {
                members.remove(java.util.List.of("input", "output", "parameters", "inputDetails", "outputDetails"));
            }
            event.set(detailsName, members);
        }
        return event;
    }
}
