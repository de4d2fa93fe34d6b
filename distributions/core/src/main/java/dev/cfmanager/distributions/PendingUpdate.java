// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.CompressedJson;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.config.Delta;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A change that was accepted: it is on the record before anything of it is done, so that whoever finds it there can
 * finish it. The record names the origins and has the name of the change already; both go back when it is refused.
 *
 * @param id tells it from every other change
 * @param user who asked for it
 * @param delta the change, in the document {@link #document(Distribution, ObjectNode)}
 * @param status the record's status before
 * @param originIds the record's origins before
 * @param wantedOriginIds the record's origins after
 */
public record PendingUpdate(
        String id,
        String user,
        Delta delta,
        DistributionStatus status,
        List<String> originIds,
        List<String> wantedOriginIds) {

    /** The most bytes of a change when compressed: it has to fit into the record beside a large configuration. */
    public static final int MAX_BYTES = 64 * 1024;

    /** Copies the lists. */
    public PendingUpdate {
        originIds = List.copyOf(originIds);
        wantedOriginIds = List.copyOf(wantedOriginIds);
    }

    /** What a change is made to: {@code {name, description, tags, config}}; what there is none of is left out. */
    public static ObjectNode document(Distribution distribution, ObjectNode config) {
        ObjectNode document = Json.object().put("name", distribution.name());
        distribution.description().ifPresent(text -> document.put("description", text));
        ObjectNode tags = document.putObject("tags");
        distribution.tags().forEach(tags::put);
        document.set("config", config);
        return document;
    }

    /** How many bytes the change takes. */
    public int bytes() {
        return CompressedJson.of(delta.toJson()).length;
    }

    /** As a record keeps it. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object()
                .put("id", id)
                .put("user", user)
                .put("status", status.word())
                .put("delta", Base64.getEncoder().encodeToString(CompressedJson.of(delta.toJson())));
        originIds.forEach(json.putArray("originIds")::add);
        wantedOriginIds.forEach(json.putArray("wantedOriginIds")::add);
        return json;
    }

    /** Reads what {@link #toJson} wrote. */
    static PendingUpdate ofJson(ObjectNode json) {
        byte[] delta = Base64.getDecoder().decode(json.path("delta").asText());
        return new PendingUpdate(
                json.path("id").asText(),
                json.path("user").asText(),
                Delta.ofJson(CompressedJson.read(delta)),
                DistributionStatus.ofWord(json.path("status").asText()),
                texts(json.path("originIds")),
                texts(json.path("wantedOriginIds")));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
