// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.datadistributor.SourceFiles.Source;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A set of files that was found fit and whose publication has begun. It is written down before the first copy and
 * forgotten after the edge was told of the last, so that whoever comes after a worker that died knows what readers are
 * half-way to.
 *
 * @param runId the run that began it
 * @param setId the name of the set, of letters, digits and dashes; no two plans have the same
 * @param began when
 * @param sources one version of every file
 */
record Plan(String runId, String setId, Instant began, List<Source> sources) {
    Plan {
        sources = List.copyOf(sources);
    }

    /** The version of a file that belongs to the set; empty when the file was not published then. */
    Optional<Source> source(String file) {
        return sources.stream().filter(source -> source.file().equals(file)).findFirst();
    }

    /** The ETag of every file. */
    Map<String, String> etags() {
        Map<String, String> etags = new LinkedHashMap<>();
        sources.forEach(source -> etags.put(source.file(), source.etag()));
        return etags;
    }

    /** Whether two plans lead to the same files. */
    boolean isTheSameSetAs(Plan other) {
        return etags().equals(other.etags());
    }

    static Plan of(ObjectNode document) {
        return new Plan(
                document.path("runId").asText(),
                document.path("setId").asText(),
                Instant.parse(document.path("began").asText()),
                document.path("files").valueStream().map(Plan::source).toList());
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object().put("runId", runId).put("setId", setId).put("began", Json.time(began));
        ArrayNode files = json.putArray("files");
        for (Source source : sources) {
            ObjectNode file = files.addObject()
                    .put("file", source.file())
                    .put("etag", source.etag())
                    .put("size", source.size())
                    .put("modifiedAt", Json.time(source.modifiedAt()));
            source.versionId().ifPresent(id -> file.put("versionId", id));
        }
        return json;
    }

    private static Source source(JsonNode file) {
        return new Source(
                file.path("file").asText(),
                file.path("etag").asText(),
                Optional.ofNullable(file.path("versionId").textValue()),
                file.path("size").asLong(),
                Instant.parse(file.path("modifiedAt").asText()));
    }
}
