// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.aws.Deadline;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.Hashes;
import dev.cfmanager.common.dynamo.TableErrors;
import dev.cfmanager.common.error.AwsErrorRules;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Makes a POST with an {@code Idempotency-Key} happen once: the same key with the same request gets the first answer,
 * word for word, for {@value #KEPT_HOURS} hours; with another request, 422. Requests that arrive while the first is
 * still at work wait for it. A failed request leaves no trace, so that the same key may be tried again; one whose
 * process died is taken over after {@value #LEASE_MINUTES} minutes.
 *
 * <p>Item: {@code key} (hash of caller, route and key), {@code requestHash}, {@code state}, {@code leaseUntil} (epoch
 * milliseconds), {@code status}, {@code headers}, {@code body}, {@code expiresAt} (epoch seconds, the table's TTL).
 */
final class Idempotency {
    private static final int KEPT_HOURS = 24;
    private static final int LEASE_MINUTES = 5;
    private static final int MAX_KEY = 255;
    private static final Duration POLL = Duration.ofMillis(50);
    private static final AwsErrorRules ERRORS = TableErrors.RULES;

    private final ExecutionEnvironment environment;
    private final DynamoDbClient dynamoDb;
    private final String table;

    Idempotency(ExecutionEnvironment environment, String table) {
        this.environment = environment;
        this.dynamoDb = environment.aws().dynamoDb();
        this.table = table;
    }

    ApiHandler.Answer once(ApiRequest request, Supplier<ApiHandler.Answer> work) {
        Optional<String> scope = request.idempotencyScope();
        if (scope.isEmpty()) {
            return work.get();
        }
        if (request.idempotencyKey().orElse("").length() > MAX_KEY) {
            throw OperationException.validation("Idempotency-Key: may have at most " + MAX_KEY + " characters");
        }
        String requestHash = Hashes.sha256(String.valueOf(request.rawBody()) + request.query());
        while (true) {
            if (claim(scope.get(), requestHash)) {
                return perform(scope.get(), work);
            }
            Optional<ApiHandler.Answer> first = firstAnswer(scope.get(), requestHash);
            if (first.isPresent()) {
                return first.get();
            }
            if (Deadline.left().compareTo(POLL) < 0) {
                throw OperationException.conflict(
                        "A request with this Idempotency-Key is still at work; send it again in a few seconds.");
            }
            environment.sleeper().sleep(POLL);
        }
    }

    private ApiHandler.Answer perform(String key, Supplier<ApiHandler.Answer> work) {
        ApiHandler.Answer answer;
        try {
            answer = work.get();
        } catch (RuntimeException failure) {
            ERRORS.call(
                    () -> dynamoDb.deleteItem(delete -> delete.tableName(table).key(key(key))));
            throw failure;
        }
        keep(key, answer);
        return answer;
    }

    private boolean claim(String key, String requestHash) {
        Instant now = environment.clock().instant();
        Map<String, AttributeValue> item = new HashMap<>(key(key));
        item.put("requestHash", AttributeValue.fromS(requestHash));
        item.put("state", AttributeValue.fromS("IN_PROGRESS"));
        item.put(
                "leaseUntil", number(now.plus(Duration.ofMinutes(LEASE_MINUTES)).toEpochMilli()));
        item.put("expiresAt", expiry(now));
        try {
            ERRORS.call(() -> dynamoDb.putItem(put -> put.tableName(table)
                    .item(item)
                    .conditionExpression("attribute_not_exists(#key) OR #expires < :seconds"
                            + " OR (#state = :busy AND #lease < :now AND #hash = :hash)")
                    .expressionAttributeNames(Map.of(
                            "#key",
                            "key",
                            "#state",
                            "state",
                            "#lease",
                            "leaseUntil",
                            "#hash",
                            "requestHash",
                            "#expires",
                            "expiresAt"))
                    .expressionAttributeValues(Map.of(
                            ":busy", AttributeValue.fromS("IN_PROGRESS"),
                            ":now", number(now.toEpochMilli()),
                            ":seconds", number(now.getEpochSecond()),
                            ":hash", AttributeValue.fromS(requestHash)))));
            return true;
        } catch (OperationException refused) {
            if (refused.getCause() instanceof ConditionalCheckFailedException) {
                return false;
            }
            throw refused;
        }
    }

    private Optional<ApiHandler.Answer> firstAnswer(String key, String requestHash) {
        Map<String, AttributeValue> item = ERRORS.call(
                () -> dynamoDb.getItem(get -> get.tableName(table).key(key(key)).consistentRead(true))
                        .item());
        if (item.isEmpty()) {
            return Optional.empty(); // the first one failed meanwhile: the key is free again
        }
        if (!text(item, "requestHash").equals(requestHash)) {
            throw new OperationException(
                    ErrorKind.IDEMPOTENCY_MISMATCH,
                    "This Idempotency-Key was used before with another request; use a new key for a new request.");
        }
        if (!text(item, "state").equals("DONE")) {
            return Optional.empty();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        Json.parseOwn(text(item, "headers"))
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return Optional.of(
                new ApiHandler.Answer(Integer.parseInt(text(item, "status")), headers, text(item, "body"), null, ""));
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw new IllegalStateException("idempotency item without " + name);
        }
        return value.s() != null ? value.s() : value.n();
    }

    private void keep(String key, ApiHandler.Answer answer) {
        ObjectNode headers = Json.object();
        answer.headers().forEach(headers::put);
        ERRORS.call(() -> dynamoDb.updateItem(update -> update.tableName(table)
                .key(key(key))
                .updateExpression("SET #state = :done, #status = :status, #headers = :headers, #body = :body")
                .expressionAttributeNames(
                        Map.of("#state", "state", "#status", "status", "#headers", "headers", "#body", "body"))
                .expressionAttributeValues(Map.of(
                        ":done", AttributeValue.fromS("DONE"),
                        ":status", number(answer.status()),
                        ":headers", AttributeValue.fromS(Json.write(headers)),
                        ":body", AttributeValue.fromS(answer.body())))));
    }

    private static Map<String, AttributeValue> key(String key) {
        return Map.of("key", AttributeValue.fromS(key));
    }

    private static AttributeValue expiry(Instant now) {
        return number(now.plus(Duration.ofHours(KEPT_HOURS)).getEpochSecond());
    }

    private static AttributeValue number(long number) {
        return AttributeValue.fromN(String.valueOf(number));
    }
}
