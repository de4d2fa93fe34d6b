// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.dynamo.Table;
import dev.cfmanager.common.error.OperationException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The history table: the only place that writes it. Events are kept for {@code HISTORY_TTL_DAYS} days, 365 when that is
 * not set, and outlive the distribution's record. Thread-safe.
 */
public final class History {
    private static final int DAYS = 365;

    private final Table<HistorySchema.Item> table;
    private final ConfigVersions versions;
    private final Duration kept;

    /** The history table of this environment. */
    public History(ExecutionEnvironment environment) {
        String tableName = environment.env().require(EnvironmentVariable.HISTORY_TABLE);
        this.table = new Table<>(environment, tableName, HistorySchema.SCHEMA);
        this.versions = new ConfigVersions(environment, tableName);
        this.kept = Duration.ofDays(environment.env().positive(EnvironmentVariable.HISTORY_TTL_DAYS, DAYS));
    }

    /**
     * Writes an event; one whose millisecond another event has takes the next free one. Writing the same event again
     * changes nothing.
     *
     * @throws OperationException when the table cannot be written
     */
    public void write(HistoryEvent event) {
        Expression freeOrMine = Expression.builder()
                .expression("attribute_not_exists(#timestamp) OR #event = :event")
                .putExpressionName("#timestamp", "timestamp")
                .putExpressionName("#event", "eventId")
                .putExpressionValue(":event", AttributeValue.fromS(event.eventId()))
                .build();
        HistoryEvent attempt = event;
        while (!table.putIf(HistorySchema.Item.of(attempt, event.timestamp().plus(kept)), freeOrMine)) {
            attempt = attempt.at(attempt.timestamp().plusMillis(1));
        }
    }

    /**
     * Keeps the configuration that an event applied, as the version the event names; keeping the same again changes
     * nothing.
     *
     * @throws OperationException when the table cannot be written
     */
    public void keep(HistoryEvent event, ObjectNode config) {
        versions.keep(event, config);
    }

    /** The configuration that was applied as that version, the first being 1; empty when there was none. */
    public Optional<ObjectNode> config(String distributionId, long configVersion) {
        return versions.find(distributionId, configVersion);
    }

    /** The last events of a distribution, newest first, at most {@code most}; empty when there are none. */
    public List<HistoryEvent> latest(String distributionId, int most) {
        return page(distributionId, new PageRequest(most, Optional.empty())).items();
    }

    /**
     * A page of a distribution's events, newest first.
     *
     * @throws OperationException VALIDATION_ERROR for a token that is not of this list
     */
    public Page<HistoryEvent> page(String distributionId, PageRequest page) {
        Page<HistorySchema.Item> items =
                table.query(Key.builder().partitionValue(distributionId).build(), false, page);
        return new Page<>(items.items().stream().map(HistorySchema.Item::event).toList(), items.nextToken());
    }
}
