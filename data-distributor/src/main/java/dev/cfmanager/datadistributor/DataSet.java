// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One version of every file, kept together where only the edge's function looks for it. Nothing of it is ever changed; its
 * id is never used again.
 *
 * @param id its name, see {@link Plan}
 * @param etags the source's ETag of every file
 * @param since when it was begun, or last was what readers get; whatever was read of it is read by an hour after that
 */
record DataSet(String id, Map<String, String> etags, Instant since) {
    DataSet {
        etags = Map.copyOf(etags);
    }

    DataSet at(Instant moment) {
        return new DataSet(id, etags, moment);
    }

    static DataSet of(JsonNode document) {
        Map<String, String> etags = new LinkedHashMap<>();
        document.path("etags")
                .properties()
                .forEach(file -> etags.put(file.getKey(), file.getValue().asText()));
        return new DataSet(
                document.path("id").asText(),
                etags,
                Instant.parse(document.path("since").asText()));
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object().put("id", id).put("since", Json.time(since));
        ObjectNode files = json.putObject("etags");
        etags.forEach(files::put);
        return json;
    }
}
