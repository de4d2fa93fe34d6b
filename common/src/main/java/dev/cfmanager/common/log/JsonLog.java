// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.log;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.common.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes one JSON object per line. Values pass through {@link Redaction}; a {@link Throwable} becomes its type, message
 * and frames; JSON stays as it is. Thread-safe as far as its sink is.
 *
 * <p>Written by hand because the well-known logging libraries cost a large part of a cold start (scanning, reflection,
 * configuration files), and CloudWatch needs nothing but lines.
 */
public final class JsonLog {
    private static final int FRAMES = 30;

    private final Consumer<String> sink;

    /** A log whose lines, without line ends, go to {@code sink}. */
    public JsonLog(Consumer<String> sink) {
        this.sink = sink;
    }

    /** The log AWS Lambda collects. */
    public static JsonLog standardOutput() {
        PrintStream out = System.out;
        return new JsonLog(out::println);
    }

    /** Something worth knowing, such as a served request. */
    public void info(String event, Map<String, ?> fields) {
        write("INFO", event, fields);
    }

    /** Something that needs somebody's eye, though work goes on. */
    public void warn(String event, Map<String, ?> fields) {
        write("WARN", event, fields);
    }

    /** A failure of ours. */
    public void error(String event, Map<String, ?> fields) {
        write("ERROR", event, fields);
    }

    /** Writes an already complete JSON object, as metrics are. */
    public void raw(String jsonObject) {
        sink.accept(jsonObject);
    }

    private void write(String level, String event, Map<String, ?> fields) {
        StringWriter line = new StringWriter(256);
        try (JsonGenerator json = Json.factory().createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("level", level);
            json.writeStringField("event", event);
            for (Map.Entry<String, ?> field : fields.entrySet()) {
                json.writeFieldName(field.getKey());
                value(json, field.getKey(), field.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sink.accept(line.toString());
    }

    private static void value(JsonGenerator json, String name, Object value) throws IOException {
        if (value instanceof Integer || value instanceof Long) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Number) {
            json.writeNumber(((Number) value).doubleValue());
        } else if (value instanceof Boolean) {
            json.writeBoolean((Boolean) value);
        } else if (value instanceof JsonNode) {
            json.writeRawValue(Json.write((JsonNode) value));
        } else if (value instanceof Throwable) {
            failure(json, (Throwable) value);
        } else {
            json.writeString(Redaction.of(name, String.valueOf(value)));
        }
    }

    private static void failure(JsonGenerator json, Throwable failure) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", failure.getClass().getName());
        json.writeStringField("message", Redaction.of("message", String.valueOf(failure.getMessage())));
        json.writeArrayFieldStart("frames");
        StackTraceElement[] frames = failure.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
            json.writeString(frames[i].toString());
        }
        json.writeEndArray();
        Throwable cause = failure.getCause();
        if (cause != null && cause != failure) {
            json.writeFieldName("cause");
            failure(json, cause);
        }
        json.writeEndObject();
    }
}
