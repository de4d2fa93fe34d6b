// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.dynamo;

import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.AwsErrorRules;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;
import software.amazon.awssdk.enhanced.dynamodb.model.BatchGetItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.ReadBatch;
import software.amazon.awssdk.enhanced.dynamodb.model.TransactPutItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.TransactWriteItemsEnhancedRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** The claims in a table, beside its items; see {@link Claims}. Thread-safe. */
final class ClaimTable {
    /** Attribute of claims that no other item has. */
    static final String HOLDER = "claimedBy";

    private static final AwsErrorRules ERRORS = TableErrors.RULES;

    /** Actions in one transaction: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
    private static final int MOST_ACTIONS = 100;

    private static final int MOST_KEYS_PER_BATCH = 100;
    /** Why a transaction is cancelled that may succeed in a moment. */
    private static final Set<String> PASSING =
            Set.of("None", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");

    private static final int ATTEMPTS = 6;
    private static final Duration PAUSE = Duration.ofMillis(40);

    private final ExecutionEnvironment environment;
    private final DynamoDbEnhancedClient enhanced;
    private final DynamoDbTable<Claim> table;

    ClaimTable(ExecutionEnvironment environment, DynamoDbEnhancedClient enhanced, String name, String partitionKey) {
        this.environment = environment;
        this.enhanced = enhanced;
        this.table = enhanced.table(
                name,
                StaticTableSchema.builder(Claim.class)
                        .newItemSupplier(Claim::new)
                        .addAttribute(String.class, attribute -> attribute
                                .name(partitionKey)
                                .getter(claim -> claim.text)
                                .setter((claim, text) -> claim.text = text)
                                .tags(StaticAttributeTags.primaryPartitionKey()))
                        .addAttribute(String.class, attribute -> attribute
                                .name(HOLDER)
                                .getter(claim -> claim.holder)
                                .setter((claim, holder) -> claim.holder = holder))
                        .build());
    }

    /**
     * Writes an item and its claims, all or nothing. Of texts that are only noted or released, those that one transaction
     * does not hold are left as they are.
     *
     * @return false when the condition on the item does not hold
     * @throws Claims.TakenException when another item has a text
     */
    boolean write(Consumer<TransactWriteItemsEnhancedRequest.Builder> item, Claims claims) {
        for (int attempt = 1; ; attempt++) {
            try {
                enhanced.transactWriteItems(request(item, claims));
                return true;
            } catch (TransactionCanceledException cancelled) {
                List<CancellationReason> reasons = cancelled.cancellationReasons();
                if (failed(reasons.get(0))) {
                    return false;
                }
                for (int i = 0; i < claims.exclusive().size(); i++) {
                    if (failed(reasons.get(i + 1))) {
                        throw new Claims.TakenException(
                                claims.exclusive().get(i),
                                holder(reasons.get(i + 1).item()));
                    }
                }
                if (!reasons.stream().allMatch(reason -> PASSING.contains(String.valueOf(reason.code())))) {
                    throw ERRORS.translate(cancelled);
                }
                if (attempt == ATTEMPTS) { // somebody else writes the same items again and again
                    throw new OperationException(
                            ErrorKind.THROTTLED,
                            "Too many requests change the same thing; try again in a moment.",
                            cancelled);
                }
                environment.sleeper().sleep(PAUSE.multipliedBy(attempt));
            } catch (SdkException failure) {
                throw ERRORS.translate(failure);
            }
        }
    }

    /** Who has these texts; those nobody has are left out. */
    Map<String, String> holders(Collection<String> texts) {
        Map<String, String> holders = new LinkedHashMap<>();
        List<String> all = new ArrayList<>(texts.stream().distinct().toList());
        for (int from = 0; from < all.size(); from += MOST_KEYS_PER_BATCH) {
            ReadBatch.Builder<Claim> batch = ReadBatch.builder(Claim.class).mappedTableResource(table);
            all.subList(from, Math.min(all.size(), from + MOST_KEYS_PER_BATCH))
                    .forEach(text -> batch.addGetItem(get -> get.key(key(text)).consistentRead(true)));
            BatchGetItemEnhancedRequest read = BatchGetItemEnhancedRequest.builder()
                    .addReadBatch(batch.build())
                    .build();
            ERRORS.call(() -> enhanced.batchGetItem(read).resultsForTable(table).stream()
                            .toList())
                    .forEach(claim -> holders.put(claim.text, claim.holder));
        }
        return holders;
    }

    /** Takes a text away from that holder; does nothing when somebody else has it. */
    void release(String text, String holder) {
        try {
            table.deleteItem(delete -> delete.key(key(text))
                    .conditionExpression(Expression.builder()
                            .expression("#holder = :owner")
                            .putExpressionName("#holder", HOLDER)
                            .putExpressionValue(":owner", AttributeValue.fromS(holder))
                            .build()));
        } catch (ConditionalCheckFailedException passed) {
            return; // it has passed to somebody else, which is as good
        } catch (SdkException failure) {
            throw ERRORS.translate(failure);
        }
    }

    private TransactWriteItemsEnhancedRequest request(
            Consumer<TransactWriteItemsEnhancedRequest.Builder> item, Claims claims) {
        TransactWriteItemsEnhancedRequest.Builder request = TransactWriteItemsEnhancedRequest.builder();
        item.accept(request);
        claims.exclusive().forEach(text -> request.addPutItem(table, exclusive(text, claims.owner())));
        int room = MOST_ACTIONS - 1 - claims.exclusive().size();
        List<String> noted =
                claims.noted().subList(0, Math.min(room, claims.noted().size()));
        noted.forEach(text -> request.addPutItem(table, new Claim(text, claims.owner())));
        claims.released().stream().limit(room - noted.size()).forEach(text -> request.addDeleteItem(table, key(text)));
        return request.build();
    }

    private static TransactPutItemEnhancedRequest<Claim> exclusive(String text, String owner) {
        return TransactPutItemEnhancedRequest.builder(Claim.class)
                .item(new Claim(text, owner))
                .conditionExpression(Expression.builder()
                        .expression("attribute_not_exists(#holder) OR #holder = :owner")
                        .putExpressionName("#holder", HOLDER)
                        .putExpressionValue(":owner", AttributeValue.fromS(owner))
                        .build())
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    private static boolean failed(CancellationReason reason) {
        return "ConditionalCheckFailed".equals(reason.code());
    }

    private static String holder(Map<String, AttributeValue> item) {
        AttributeValue holder = item.get(HOLDER);
        return holder == null ? "" : holder.s();
    }

    private static Key key(String text) {
        return Key.builder().partitionValue(text).build();
    }

    /** A claim as stored; the enhanced client fills it member by member. */
    private static final class Claim {
        private String text = "";
        private String holder = "";

        private Claim() {}

        private Claim(String text, String holder) {
            this.text = text;
            this.holder = holder;
        }
    }
}
