// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.dynamo;

import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.AwsErrorRules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryConditional;
import software.amazon.awssdk.enhanced.dynamodb.model.ReadBatch;
import software.amazon.awssdk.enhanced.dynamodb.model.TransactDeleteItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.TransactPutItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.TransactUpdateItemEnhancedRequest;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * One DynamoDB table of items of type {@code T}, read consistently and written under conditions. All keys of our tables
 * are strings. Failures of AWS come out as {@code OperationException} by the shared rules; a condition that does not
 * hold is not a failure but an answer. Thread-safe.
 */
public final class Table<T> {
    private static final AwsErrorRules ERRORS = TableErrors.RULES;

    private static final int MOST_KEYS_PER_BATCH = 100;

    private static final Expression NO_CLAIM = Expression.builder()
            .expression("attribute_not_exists(" + ClaimTable.HOLDER + ")")
            .build();

    private final String name;
    private final DynamoDbClient dynamoDb;
    private final DynamoDbEnhancedClient enhanced;
    private final TableSchema<T> schema;
    private final DynamoDbTable<T> table;
    private final ExecutionEnvironment environment;

    /** The table of that name; the schema must be static (bean schemas cost a tenth of a cold start). */
    public Table(ExecutionEnvironment environment, String name, TableSchema<T> schema) {
        this.environment = environment;
        this.name = name;
        this.schema = schema;
        this.dynamoDb = environment.aws().dynamoDb();
        this.enhanced = DynamoDbEnhancedClient.builder()
                .dynamoDbClient(dynamoDb)
                .extensions(List.of())
                .build();
        this.table = enhanced.table(name, schema);
    }

    /** The item with this key, read consistently. */
    public Optional<T> get(Key key) {
        return Optional.ofNullable(
                ERRORS.call(() -> table.getItem(get -> get.key(key).consistentRead(true))));
    }

    /**
     * The items with these keys, read consistently, a hundred to a request; keys without an item are left out, the order
     * is DynamoDB's.
     */
    public List<T> getAll(Collection<Key> keys) {
        List<Key> left = new ArrayList<>(new LinkedHashSet<>(keys));
        List<T> items = new ArrayList<>();
        while (!left.isEmpty()) {
            List<Key> some = left.subList(0, Math.min(left.size(), MOST_KEYS_PER_BATCH));
            ReadBatch.Builder<T> batch =
                    ReadBatch.builder(schema.itemType().rawClass()).mappedTableResource(table);
            some.forEach(key -> batch.addGetItem(get -> get.key(key).consistentRead(true)));
            ERRORS.call(() -> enhanced.batchGetItem(read -> read.addReadBatch(batch.build())).stream()
                            .flatMap(page -> page.resultsForTable(table).stream())
                            .toList())
                    .forEach(items::add);
            some.clear();
        }
        return items;
    }

    /** Writes a new item; false, with nothing written, when one of that key exists. */
    public boolean create(T item) {
        return putIf(item, isNew());
    }

    /** Writes a whole item if the condition holds; false, with nothing written, when it does not. */
    public boolean putIf(T item, Expression condition) {
        return conditional(() -> table.putItem(put -> put.item(item).conditionExpression(condition)));
    }

    /**
     * Changes the attributes that the schema knows, removing those that are null, and leaves others alone; false, with
     * nothing written, when the condition does not hold.
     */
    public boolean updateIf(T item, Expression condition) {
        return conditional(() -> table.updateItem(update -> update.item(item).conditionExpression(condition)));
    }

    /**
     * Changes an item in place by an update expression, for what must not be read first, such as adding to a set; gives
     * the item as it is then. Empty, with nothing written, when the condition does not hold.
     */
    public Optional<T> change(Key key, Expression update, Expression condition) {
        Map<String, String> names = Expression.joinNames(condition.expressionNames(), update.expressionNames());
        Map<String, AttributeValue> values =
                Expression.joinValues(condition.expressionValues(), update.expressionValues());
        UpdateItemRequest.Builder request = UpdateItemRequest.builder()
                .tableName(name)
                .key(key.primaryKeyMap(schema))
                .updateExpression(update.expression())
                .conditionExpression(condition.expression())
                .returnValues(ReturnValue.ALL_NEW);
        if (names != null && !names.isEmpty()) { // DynamoDB refuses empty maps
            request.expressionAttributeNames(names);
        }
        if (values != null && !values.isEmpty()) {
            request.expressionAttributeValues(values);
        }
        try {
            return Optional.of(
                    schema.mapToItem(dynamoDb.updateItem(request.build()).attributes()));
        } catch (ConditionalCheckFailedException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw ERRORS.translate(e);
        }
    }

    /** Deletes an item if the condition holds; false when it does not. */
    public boolean deleteIf(Key key, Expression condition) {
        return conditional(() -> table.deleteItem(delete -> delete.key(key).conditionExpression(condition)));
    }

    /**
     * Writes a new item together with its claims; false, with nothing written, when one of that key exists.
     *
     * @throws Claims.TakenException when another item has a text
     */
    public boolean create(T item, Claims taken) {
        return taken.none()
                ? create(item)
                : claims().write(
                                request -> request.addPutItem(
                                        table,
                                        TransactPutItemEnhancedRequest.builder(type())
                                                .item(item)
                                                .conditionExpression(isNew())
                                                .build()),
                                taken);
    }

    /**
     * {@link #updateIf(Object, Expression)} together with claims.
     *
     * @throws Claims.TakenException when another item has a text
     */
    public boolean updateIf(T item, Expression condition, Claims changed) {
        return changed.none()
                ? updateIf(item, condition)
                : claims().write(
                                request -> request.addUpdateItem(
                                        table,
                                        TransactUpdateItemEnhancedRequest.builder(type())
                                                .item(item)
                                                .conditionExpression(condition)
                                                .build()),
                                changed);
    }

    /** {@link #deleteIf(Key, Expression)} together with the claims it gives up. */
    public boolean deleteIf(Key key, Expression condition, Claims released) {
        return released.none()
                ? deleteIf(key, condition)
                : claims().write(
                                request -> request.addDeleteItem(
                                        table,
                                        TransactDeleteItemEnhancedRequest.builder()
                                                .key(key)
                                                .conditionExpression(condition)
                                                .build()),
                                released);
    }

    /** The keys of the items that have these texts, see {@link Claims}; texts nobody has are left out. */
    public Map<String, String> claimants(Collection<String> texts) {
        return claims().holders(texts);
    }

    /** Takes a text away from an item that is known not to exist any more, if that item still has it. */
    public void releaseClaim(String text, String holder) {
        claims().release(text, holder);
    }

    /** Deletes an item; one that is not there counts as deleted. */
    public void delete(Key key) {
        ERRORS.call(() -> table.deleteItem(key));
    }

    /** A page of the whole table, with only these attributes (all when empty). */
    public Page<T> scan(PageRequest page, Collection<String> attributes) {
        Set<String> keyNames = Set.of(table.tableSchema().tableMetadata().primaryPartitionKey());
        return collect(
                page,
                tableKeys(keyNames),
                (start, size) -> table.scan(scan -> {
                    scan.exclusiveStartKey(start)
                            .limit(size)
                            .consistentRead(true)
                            .filterExpression(NO_CLAIM);
                    if (!attributes.isEmpty()) {
                        scan.attributesToProject(List.copyOf(attributes));
                    }
                }));
    }

    /** A page of the items with this partition key, in order of the sort key or backwards. */
    public Page<T> query(Key partition, boolean forward, PageRequest page) {
        page.token().ifPresent(token -> requireOf(partition, token));
        return collect(
                page,
                tableKeys(Set.of()),
                (start, size) -> table.query(query -> query.queryConditional(QueryConditional.keyEqualTo(partition))
                        .scanIndexForward(forward)
                        .exclusiveStartKey(start)
                        .consistentRead(true)
                        .limit(size)));
    }

    /** A page of the items under this partition key of an index (eventually consistent), in order or backwards. */
    public Page<T> queryIndex(
            String index, Key partition, boolean forward, PageRequest page, Collection<String> attributes) {
        Set<String> keyNames = new HashSet<>(tableKeys(Set.of()));
        keyNames.add(table.tableSchema().tableMetadata().indexPartitionKey(index));
        table.tableSchema().tableMetadata().indexSortKey(index).ifPresent(keyNames::add);
        return collect(
                page,
                keyNames,
                (start, size) -> () -> table.index(index)
                        .query(query -> {
                            query.queryConditional(QueryConditional.keyEqualTo(partition))
                                    .scanIndexForward(forward)
                                    .exclusiveStartKey(start)
                                    .limit(size);
                            if (!attributes.isEmpty()) {
                                query.attributesToProject(List.copyOf(attributes));
                            }
                        })
                        .iterator());
    }

    /** Every item under this partition key of an index. */
    public List<T> allOfIndex(String index, Key partition, Collection<String> attributes) {
        return everything(page -> queryIndex(index, partition, true, page, attributes));
    }

    /** Every item of the table: for tables that are the answer, never on the way to one. */
    public List<T> all(Collection<String> attributes) {
        return everything(page -> scan(page, attributes));
    }

    private static <T> List<T> everything(Function<PageRequest, Page<T>> read) {
        List<T> items = new ArrayList<>();
        Page<T> page = read.apply(PageRequest.EVERYTHING);
        items.addAll(page.items());
        while (page.nextToken().isPresent()) {
            page = read.apply(new PageRequest(PageRequest.MOST, page.nextToken()));
            items.addAll(page.items());
        }
        return items;
    }

    /** DynamoDB would refuse a start outside of the partition, in words that no client understands. */
    private void requireOf(Key partition, String token) {
        String partitionKey = schema.tableMetadata().primaryPartitionKey();
        Map<String, AttributeValue> start = PageToken.read(name, token, tableKeys(Set.of()));
        if (!partition.partitionKeyValue().equals(start.get(partitionKey))) {
            throw PageToken.unfit();
        }
    }

    private Set<String> tableKeys(Set<String> known) {
        Set<String> names = new HashSet<>(known);
        names.addAll(table.tableSchema().tableMetadata().primaryKeys());
        return names;
    }

    private Page<T> collect(PageRequest page, Set<String> keyNames, Reader<T> reader) {
        @Nullable
        Map<String, AttributeValue> start =
                page.token().map(token -> PageToken.read(name, token, keyNames)).orElse(null);
        List<T> items = new ArrayList<>();
        do {
            Map<String, AttributeValue> from = start;
            software.amazon.awssdk.enhanced.dynamodb.model.Page<T> read = ERRORS.call(() ->
                    reader.read(from, page.limit() - items.size()).iterator().next());
            items.addAll(read.items());
            start = read.lastEvaluatedKey();
        } while (start != null && !start.isEmpty() && items.size() < page.limit());
        Optional<String> next =
                start == null || start.isEmpty() ? Optional.empty() : Optional.of(PageToken.write(name, start));
        return new Page<>(items, next);
    }

    /** Made when it is needed: most tables have no claims, and a cold start pays for what it makes. */
    private ClaimTable claims() {
        return new ClaimTable(
                environment, enhanced, name, schema.tableMetadata().primaryPartitionKey());
    }

    private Expression isNew() {
        return Expression.builder()
                .expression("attribute_not_exists(#key)")
                .putExpressionName("#key", schema.tableMetadata().primaryPartitionKey())
                .build();
    }

    private Class<T> type() {
        return schema.itemType().rawClass();
    }

    private static boolean conditional(Runnable write) {
        try {
            write.run();
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        } catch (SdkException e) {
            throw ERRORS.translate(e);
        }
    }

    @FunctionalInterface
    private interface Reader<T> {
        Iterable<software.amazon.awssdk.enhanced.dynamodb.model.Page<T>> read(
                @Nullable Map<String, AttributeValue> start, int size);
    }
}
