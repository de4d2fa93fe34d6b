// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * One thing that happened to a distribution.
 *
 * @param distributionId whose
 * @param timestamp when, to the millisecond; no two events of a distribution share one
 * @param eventId tells a repeated write of the same event from another event of the same millisecond
 * @param action a {@link HistoryAction}, or an older system's word
 * @param user who caused it; {@code system} for what happened by itself
 * @param version the record's version after it
 * @param extras what else there is to know, as {@link HistoryAction} says
 */
public record HistoryEvent(
        String distributionId,
        Instant timestamp,
        String eventId,
        String action,
        String user,
        long version,
        ObjectNode extras) {

    /** The extras an event may have; each is an attribute of the item and a member on the wire. */
    static final List<String> EXTRAS = List.of(
            "cloudfrontId",
            "error",
            "previousStatus",
            "newStatus",
            "invalidationId",
            "paths",
            "changed",
            "configVersion",
            "comment",
            "details");

    private static final List<String> OWN = List.of("timestamp", "eventId", "action", "user", "version");

    /** Cuts the time to milliseconds and copies the extras. */
    public HistoryEvent {
        timestamp = timestamp.truncatedTo(ChronoUnit.MILLIS);
        extras = extras.deepCopy();
    }

    @Override
    public ObjectNode extras() {
        return extras.deepCopy();
    }

    /** The same event at another time. */
    HistoryEvent at(Instant newTimestamp) {
        return new HistoryEvent(distributionId, newTimestamp, eventId, action, user, version, extras);
    }

    /** The event on the wire: {@code {timestamp, action, user, version}} and its extras. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object()
                .put("timestamp", Json.time(timestamp))
                .put("action", action)
                .put("user", user)
                .put("version", version);
        return json.setAll(extras.deepCopy());
    }

    /** The event as a record keeps it until it is written. */
    public ObjectNode toStored() {
        return toJson().put("eventId", eventId);
    }

    /** Reads what {@link #toStored} wrote. */
    public static HistoryEvent ofStored(String distributionId, ObjectNode json) {
        return new HistoryEvent(
                distributionId,
                Instant.parse(json.path("timestamp").asText()),
                json.path("eventId").asText(),
                json.path("action").asText(),
                json.path("user").asText(),
                json.path("version").asLong(),
                json.deepCopy().without(OWN));
    }
}
