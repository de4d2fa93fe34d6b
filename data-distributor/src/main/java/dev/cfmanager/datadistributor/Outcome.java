// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * What a run did. Skipped, unchanged, partial and failed are different things: see {@link Status}.
 *
 * @param status the sum of it
 * @param reason why nothing or not everything was published; empty when all went well
 * @param bucket website bucket; empty when not configured
 * @param prefix prefix of published files
 * @param results one per file, in the order configured; empty when skipped
 * @param invalidationId CloudFront's id, when paths were invalidated
 * @param setId the set that readers get now, where a switch function gives them sets
 */
public record Outcome(
        Status status,
        Optional<String> reason,
        String bucket,
        String prefix,
        List<FileResult> results,
        Optional<String> invalidationId,
        Optional<String> setId) {

    /** The sum of a run. */
    public enum Status {
        /** Nothing was tried: not configured, or another run is at work. */
        SKIPPED,
        /** Every file was live in its current version already. */
        UNCHANGED,
        /** Every file is now live in its current version. */
        PUBLISHED,
        /** Some files were published, some failed. */
        PARTIAL,
        /** No file was published; what was live stays live. */
        FAILED
    }

    /** Copies the results. */
    public Outcome {
        results = List.copyOf(results);
    }

    static Outcome skipped(Settings settings, String reason) {
        return new Outcome(
                Status.SKIPPED,
                Optional.of(reason),
                settings.target(),
                settings.targetPrefix(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    static Outcome of(
            Settings settings,
            List<FileResult> results,
            Optional<String> reason,
            Optional<String> invalidationId,
            Optional<String> setId) {
        long failed = count(results, FileResult.State.FAILED);
        long published = count(results, FileResult.State.PUBLISHED);
        Status status;
        if (failed == 0) {
            status = published == 0 ? Status.UNCHANGED : Status.PUBLISHED;
        } else {
            status = published == 0 ? Status.FAILED : Status.PARTIAL;
        }
        return new Outcome(status, reason, settings.target(), settings.targetPrefix(), results, invalidationId, setId);
    }

    /** How many files ended in that state. */
    public long count(FileResult.State state) {
        return count(results, state);
    }

    /** Whether somebody should look at it. */
    public boolean isFailure() {
        return status == Status.FAILED || status == Status.PARTIAL;
    }

    /** The wire form: {@code {status, distributed, skipped, reason?, distributionBucket, ..., results: [...]}}. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object()
                .put("status", status.name().toLowerCase(java.util.Locale.ROOT))
                .put("distributed", count(FileResult.State.PUBLISHED) > 0)
                .put("skipped", status == Status.SKIPPED);
        reason.ifPresent(text -> json.put("reason", text));
        json.put("distributionBucket", bucket)
                .put("distributionPrefix", prefix)
                .put("totalFiles", results.size())
                .put("successCount", count(FileResult.State.PUBLISHED))
                .put("failureCount", count(FileResult.State.FAILED))
                .put("unchangedCount", count(FileResult.State.UNCHANGED));
        setId.ifPresent(id -> json.put("setId", id));
        invalidationId.ifPresent(id -> json.put("invalidationId", id));
        ArrayNode files = json.putArray("results");
        results.forEach(result -> files.add(result.toJson()));
        return json;
    }

    private static long count(List<FileResult> results, FileResult.State state) {
        return results.stream().filter(result -> result.state() == state).count();
    }
}
