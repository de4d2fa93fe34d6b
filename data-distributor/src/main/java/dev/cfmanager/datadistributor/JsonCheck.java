// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Whether a file is a whole JSON document, and one that carries its {@code metadata} where that is asked for. Reads as a
 * stream: memory stays flat however large the file.
 */
final class JsonCheck {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonCheck() {}

    /**
     * What is wrong with the document, if anything. With {@code wantsMetadata}, it must be an object with a member
     * {@code metadata} that has {@code version} (text or number), {@code timestamp} (ISO-8601) and at least one count: a
     * whole number above zero, at any depth.
     */
    static Optional<Unfit> check(InputStream stream, boolean wantsMetadata) throws IOException {
        try (JsonParser json = FACTORY.createParser(stream)) {
            JsonToken first = json.nextToken();
            if (first != JsonToken.START_OBJECT && first != JsonToken.START_ARRAY) {
                return Optional.of(new Unfit("InvalidJson", "is not a JSON object or array"));
            }
            Metadata metadata = new Metadata();
            if (first == JsonToken.START_OBJECT) {
                for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                    JsonToken value = json.nextToken();
                    if (name.equals("metadata") && value == JsonToken.START_OBJECT) {
                        metadata.read(json);
                    } else {
                        json.skipChildren();
                    }
                }
            } else {
                json.skipChildren();
            }
            if (json.nextToken() != null) {
                return Optional.of(new Unfit("InvalidJson", "has something after its end"));
            }
            return wantsMetadata ? metadata.problem() : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.of(new Unfit(
                    "InvalidJson",
                    "does not parse as JSON (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + "); it may be truncated"));
        }
    }

    private static final class Metadata {
        private boolean present;
        private boolean version;
        private boolean timestamp;
        private boolean count;

        private void read(JsonParser json) throws IOException {
            present = true;
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (name.equals("version")) {
                    version = value == JsonToken.VALUE_NUMBER_INT
                            || value == JsonToken.VALUE_NUMBER_FLOAT
                            || value == JsonToken.VALUE_STRING
                                    && !json.getText().isBlank();
                    json.skipChildren();
                } else if (name.equals("timestamp")) {
                    timestamp = value == JsonToken.VALUE_STRING && isTime(json.getText());
                    json.skipChildren();
                } else {
                    count |= hasCount(json, value);
                }
            }
        }

        private static boolean hasCount(JsonParser json, JsonToken value) throws IOException {
            if (value == JsonToken.VALUE_NUMBER_INT) {
                return json.getLongValue() > 0;
            }
            boolean found = false;
            if (value == JsonToken.START_OBJECT || value == JsonToken.START_ARRAY) {
                int depth = 1;
                while (depth > 0) {
                    JsonToken token = json.nextToken();
                    if (token == null) {
                        return found; // the parser reports the missing end at its next step
                    }
                    depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                    found |= token == JsonToken.VALUE_NUMBER_INT && json.getLongValue() > 0;
                }
            }
            return found;
        }

        private Optional<Unfit> problem() {
            if (!present) {
                return Optional.of(new Unfit("MissingMetadata", "has no metadata object"));
            }
            if (!version || !timestamp || !count) {
                return Optional.of(new Unfit(
                        "MissingMetadata",
                        "its metadata lacks "
                                + (!version ? "version" : !timestamp ? "an ISO-8601 timestamp" : "counts above zero")));
            }
            return Optional.empty();
        }

        private static boolean isTime(String text) {
            try {
                return Instant.parse(text.replace("+00:00", "Z")).isAfter(Instant.EPOCH);
            } catch (DateTimeParseException e) {
                return false;
            }
        }
    }
}
