// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.testing.TestEnvironment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class TableTest {
    private static final TableSchema<Thing> SCHEMA = StaticTableSchema.builder(Thing.class)
            .newItemSupplier(Thing::new)
            .addAttribute(String.class, id -> id.name("id")
                    .getter(thing -> thing.id)
                    .setter((thing, value) -> thing.id = value)
                    .tags(StaticAttributeTags.primaryPartitionKey()))
            .addAttribute(String.class, colour -> colour.name("colour")
                    .getter(thing -> thing.colour)
                    .setter((thing, value) -> thing.colour = value)
                    .tags(StaticAttributeTags.secondaryPartitionKey("ColourIndex")))
            .addAttribute(ObjectNode.class, body -> body.name("body")
                    .getter(thing -> thing.body)
                    .setter((thing, value) -> thing.body = value)
                    .attributeConverter(new JsonAttribute()))
            .build();

    private Twin twin;
    private TestEnvironment test;
    private Table<Thing> table;

    @BeforeEach
    void start() {
        twin = Twin.start();
        test = TestEnvironment.on(twin).withTable(EnvironmentVariable.ORIGINS_TABLE, SCHEMA);
        table = new Table<>(test.environment(), "origins-table", SCHEMA);
    }

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void createsOnlyWhatIsNotThere() {
        assertThat(table.create(thing("a", "red"))).isTrue();
        assertThat(table.create(thing("a", "blue"))).isFalse();

        assertThat(table.get(key("a")).orElseThrow().colour).isEqualTo("red");
    }

    @Test
    void keepsJsonDocumentsMemberByMember() throws Exception {
        Thing thing = thing("a", "red");
        thing.body = (ObjectNode) Json.parse("{\"port\":443,\"big\":12345678901,\"rate\":1.5,\"none\":null,\"on\":true,"
                + "\"list\":[1,\"two\",{}],\"text\":\"\",\"object\":{\"deep\":[[]]}}");

        table.create(thing);

        ObjectNode read = table.get(key("a")).orElseThrow().body;
        assertThat(Json.canonical(read)).isEqualTo(Json.canonical(thing.body));
        assertThat(read.path("port").isInt()).isTrue();
    }

    @Test
    void answersFalseWhenAConditionDoesNotHoldAndWritesNothing() {
        table.create(thing("a", "red"));
        Expression isBlue = Expression.builder()
                .expression("colour = :colour")
                .putExpressionValue(":colour", AttributeValue.fromS("blue"))
                .build();

        assertThat(table.updateIf(thing("a", "green"), isBlue)).isFalse();
        assertThat(table.deleteIf(key("a"), isBlue)).isFalse();

        assertThat(table.get(key("a")).orElseThrow().colour).isEqualTo("red");
    }

    @Test
    void pagesThroughATableSeeingEveryItemOnce() {
        IntStream.range(0, 25).forEach(i -> table.create(thing("t" + i, "red")));

        List<String> seen = new ArrayList<>();
        Page<Thing> page = table.scan(new PageRequest(7, Optional.empty()), List.of("id"));
        seen.addAll(ids(page));
        while (page.nextToken().isPresent()) {
            page = table.scan(new PageRequest(7, page.nextToken()), List.of("id"));
            seen.addAll(ids(page));
        }

        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void readsAnIndexToItsEnd() {
        IntStream.range(0, 30).forEach(i -> table.create(thing("t" + i, i % 2 == 0 ? "red" : "blue")));

        Page<Thing> first = table.queryIndex(
                "ColourIndex",
                Key.builder().partitionValue("red").build(),
                true,
                new PageRequest(4, Optional.empty()),
                List.of());
        List<Thing> all = table.allOfIndex(
                "ColourIndex", Key.builder().partitionValue("red").build(), List.of("id"));

        assertThat(first.items()).hasSize(4);
        assertThat(first.nextToken()).isPresent();
        assertThat(all).hasSize(15);
    }

    @Test
    void refusesEveryTamperedToken() {
        IntStream.range(0, 3).forEach(i -> table.create(thing("t" + i, "red")));
        String token = table.scan(new PageRequest(1, Optional.empty()), List.of())
                .nextToken()
                .orElseThrow();
        List<String> bad =
                new ArrayList<>(List.of("x", "!!!", "e30", "a".repeat(5000), token + "A", token.substring(1)));
        bad.add(PageToken.write("another-table", Map.of("id", AttributeValue.fromS("t0"))));
        bad.add(PageToken.write("origins-table", Map.of("other", AttributeValue.fromS("t0"))));
        bad.add(Base64.getUrlEncoder().encodeToString("{\"id\":\"t0\"}".getBytes(StandardCharsets.UTF_8)));
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'Q' ? 'R' : 'Q';
            bad.add(token.substring(0, i) + other + token.substring(i + 1));
        }

        Map<String, String> answers = new HashMap<>();
        for (String each : bad) {
            assertThatThrownBy(() -> table.scan(new PageRequest(1, Optional.of(each)), List.of()))
                    .as(each)
                    .isInstanceOfSatisfying(
                            OperationException.class,
                            failure -> answers.put(each, failure.kind().name()));
        }

        assertThat(answers.values()).containsOnly(ErrorKind.VALIDATION_ERROR.name());
        assertThat(token).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void turnsThrottlingThatSurvivesRetriesIntoThrottled() {
        twin.faults().on("dynamodb", "GetItem").fail(400, "ThrottlingException");

        assertThatThrownBy(() -> table.get(key("a"))).isInstanceOfSatisfying(OperationException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(ErrorKind.THROTTLED);
            assertThat(failure.retryAfter()).isPresent();
        });
        assertThat(twin.calls().count("dynamodb:GetItem")).isEqualTo(4);
    }

    @Test
    void aTableThatIsNotThereIsTheDeploymentsFaultAndNotTheRequests() {
        Table<Thing> missing = new Table<>(test.environment(), "nobody-made-this-table", SCHEMA);

        assertThatThrownBy(() -> missing.get(key("a")))
                .isInstanceOfSatisfying(OperationException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(ErrorKind.SERVER_MISCONFIGURED));
    }

    @Test
    void writesAnItemAndWhatItClaimsBothOrNeither() {
        assertThat(table.create(thing("a", "red"), taking("a", "name#x"))).isTrue();

        assertThatThrownBy(() -> table.create(thing("b", "red"), taking("b", "name#y", "name#x")))
                .isInstanceOfSatisfying(Claims.TakenException.class, taken -> {
                    assertThat(taken.text()).isEqualTo("name#x");
                    assertThat(taken.holder()).isEqualTo("a");
                });
        assertThat(table.get(key("b"))).isEmpty();
        assertThat(table.create(thing("a", "blue"), taking("a", "name#z"))).isFalse();

        assertThat(table.claimants(List.of("name#x", "name#y", "name#z"))).isEqualTo(Map.of("name#x", "a"));
        assertThat(ids(table.scan(PageRequest.EVERYTHING, List.of("id")))).containsExactly("a");
        assertThat(twin.calls().count("dynamodb:TransactWriteItems")).isEqualTo(3);
    }

    @Test
    void notesPassFromHandToHandAndGoWithTheirItem() {
        Expression exists =
                Expression.builder().expression("attribute_exists(id)").build();
        table.create(thing("a", "red"), noting("a", "alias#x"));
        table.create(thing("b", "red"), noting("b", "alias#x"));
        assertThat(table.claimants(List.of("alias#x"))).isEqualTo(Map.of("alias#x", "b"));

        table.releaseClaim("alias#x", "a");
        assertThat(table.claimants(List.of("alias#x"))).isEqualTo(Map.of("alias#x", "b"));

        Claims released = Claims.between("b", List.of(), List.of(), List.of("alias#x"), List.of());
        assertThat(table.deleteIf(key("b"), exists, released)).isTrue();
        assertThat(table.claimants(List.of("alias#x"))).isEmpty();
        assertThat(table.updateIf(thing("b", "blue"), exists, taking("b", "name#b")))
                .isFalse();
        assertThat(table.claimants(List.of("name#b"))).isEmpty();
    }

    @Test
    void triesATransactionAgainThatAnotherOneCrossed() {
        twin.faults()
                .on("dynamodb", "TransactWriteItems")
                .times(2)
                .answer(cancelled -> cancelled("[{\"Code\":\"None\"},{\"Code\":\"TransactionConflict\"}]"));
        assertThat(table.updateIf(thing("a", "red"), always(), taking("a", "name#x")))
                .isTrue();
        assertThat(twin.calls().count("dynamodb:TransactWriteItems")).isEqualTo(3);

        twin.faults()
                .on("dynamodb", "TransactWriteItems")
                .answer(cancelled -> cancelled("[{\"Code\":\"TransactionConflict\"},{\"Code\":\"None\"}]"));
        assertThatThrownBy(() -> table.updateIf(thing("a", "red"), always(), taking("a", "name#y")))
                .isInstanceOfSatisfying(OperationException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(ErrorKind.THROTTLED));
    }

    private static TwinResponse cancelled(String reasons) {
        return TwinResponse.json(
                400,
                "application/x-amz-json-1.0",
                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\","
                        + "\"Message\":\"cancelled\",\"CancellationReasons\":" + reasons + "}");
    }

    private static Expression always() {
        return Expression.builder().expression("attribute_not_exists(absent)").build();
    }

    private static Claims taking(String owner, String... texts) {
        return Claims.between(owner, List.of(), List.of(texts), List.of(), List.of());
    }

    private static Claims noting(String owner, String... texts) {
        return Claims.between(owner, List.of(), List.of(), List.of(), List.of(texts));
    }

    private static List<String> ids(Page<Thing> page) {
        return page.items().stream().map(thing -> thing.id).toList();
    }

    private static Key key(String id) {
        return Key.builder().partitionValue(id).build();
    }

    private static Thing thing(String id, String colour) {
        Thing thing = new Thing();
        thing.id = id;
        thing.colour = colour;
        return thing;
    }

    private static final class Thing {
        private String id;
        private String colour;
        private ObjectNode body;
    }
}
