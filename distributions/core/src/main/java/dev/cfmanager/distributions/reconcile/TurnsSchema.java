// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import dev.cfmanager.common.dynamo.Attributes;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;

/** How {@link Turns} are kept in their table: key {@code service}, and numbers. */
public final class TurnsSchema {

    private static final Attributes<Item, Item> ITEM = Attributes.of(Item.class);

    /** Item to values and back. */
    public static final TableSchema<Item> SCHEMA = ITEM.schema(Item::new, item -> item)
            .attributes(
                    ITEM.text(
                            "service",
                            item -> item.service,
                            (item, value) -> item.service = value,
                            StaticAttributeTags.primaryPartitionKey()),
                    ITEM.number("nextAt", item -> item.nextAt, (item, value) -> item.nextAt = value),
                    ITEM.number("interval", item -> item.interval, (item, value) -> item.interval = value),
                    ITEM.number("changedAt", item -> item.changedAt, (item, value) -> item.changedAt = value),
                    ITEM.number("throttledAt", item -> item.throttledAt, (item, value) -> item.throttledAt = value))
            .build();

    private TurnsSchema() {}

    /** The turns of one AWS service. */
    public static final class Item {
        private String service = "";
        private @Nullable Long nextAt;
        private @Nullable Long interval;
        private @Nullable Long changedAt;
        private @Nullable Long throttledAt;

        private Item() {}

        Instant nextAt() {
            return time(nextAt);
        }

        Duration interval() {
            return Duration.ofMillis(interval == null ? 0 : interval);
        }

        Instant changedAt() {
            return time(changedAt);
        }

        /** When background work was throttled last; the epoch when it never was. */
        Instant throttledAt() {
            return time(throttledAt);
        }

        private static Instant time(@Nullable Long millis) {
            return Instant.ofEpochMilli(millis == null ? 0 : millis);
        }
    }
}
