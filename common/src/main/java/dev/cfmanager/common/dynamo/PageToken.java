// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.dynamo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The opaque, URL-safe {@code nextToken}: the key of the last item read and a checksum over key and table. It carries
 * nothing a reader of the list has not seen; the checksum tells a damaged or foreign token from a good one, so that it
 * is refused instead of silently restarting or failing inside DynamoDB.
 */
final class PageToken {
    private static final int CHECKSUM_CHARACTERS = 16;
    private static final int MAX_LENGTH = 4096;

    private PageToken() {}

    static String write(String table, Map<String, AttributeValue> key) {
        ObjectNode json = Json.object();
        key.forEach((name, value) -> json.put(name, value.s()));
        String text = Json.canonical(json);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((checksum(table, text) + text).getBytes(StandardCharsets.UTF_8));
    }

    static Map<String, AttributeValue> read(String table, String token, Set<String> keyNames) {
        try {
            if (token.length() > MAX_LENGTH) {
                throw unfit();
            }
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (text.length() <= CHECKSUM_CHARACTERS) {
                throw unfit();
            }
            String body = text.substring(CHECKSUM_CHARACTERS);
            if (!text.startsWith(checksum(table, body))) {
                throw unfit();
            }
            Map<String, AttributeValue> key = new HashMap<>();
            for (Map.Entry<String, JsonNode> part : Json.parse(body).properties()) {
                key.put(part.getKey(), AttributeValue.fromS(part.getValue().asText()));
            }
            if (!key.keySet().equals(keyNames)) {
                throw unfit();
            }
            return key;
        } catch (IllegalArgumentException | JsonProcessingException e) {
            throw unfit();
        }
    }

    private static String checksum(String table, String text) {
        return Hashes.sha256(table + "\n" + text).substring(0, CHECKSUM_CHARACTERS);
    }

    /** What a client hears that sends something else than it was given. */
    static OperationException unfit() {
        return OperationException.validation(
                "nextToken: is not a token of this list; start again without it, or send one exactly as it was given");
    }
}
