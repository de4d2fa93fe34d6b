// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.time.Duration;

/**
 * What became of one file in a run. On the wire {@code {file, success, unchanged?, destinationPath | error, errorType,
 * durationMs}}.
 *
 * @param file its name, relative to the prefixes
 * @param state what happened
 * @param detail the destination as {@code s3://bucket/key}, or what went wrong
 * @param errorType machine-readable kind of failure; empty on success
 * @param took how long looking at it and copying it to its own path took
 */
public record FileResult(String file, State state, String detail, String errorType, Duration took) {

    /** What may happen to a file. */
    public enum State {
        /** Copied in this run. */
        PUBLISHED,
        /** The current version was live already. */
        UNCHANGED,
        /** Not published; what was live stays live. */
        FAILED
    }

    static FileResult failed(String file, Unfit why, Duration took) {
        return new FileResult(file, State.FAILED, why.error(), why.errorType(), took);
    }

    /** The same, some time later. */
    FileResult after(Duration more) {
        return new FileResult(file, state, detail, errorType, took.plus(more));
    }

    /** The wire form. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object().put("file", file).put("success", state != State.FAILED);
        if (state == State.UNCHANGED) {
            json.put("unchanged", true);
        }
        if (state == State.FAILED) {
            json.put("error", detail).put("errorType", errorType);
        } else {
            json.put("destinationPath", detail);
        }
        return json.put("durationMs", took.toMillis());
    }
}
