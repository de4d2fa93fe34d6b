// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttribute;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;

/** How {@link Turns} are kept in their table: key {@code service}, and numbers. */
public final class TurnsSchema {

    /** Item to values and back. */
    public static final TableSchema<Item> SCHEMA = StaticTableSchema.builder(Item.class)
            .newItemSupplier(Item::new)
            .addAttribute(String.class, service -> service.name("service")
                    .getter(item -> item.service)
                    .setter((item, value) -> item.service = value)
                    .tags(StaticAttributeTags.primaryPartitionKey()))
            .addAttribute(number("nextAt", item -> item.nextAt, (item, value) -> item.nextAt = value))
            .addAttribute(number("interval", item -> item.interval, (item, value) -> item.interval = value))
            .addAttribute(number("changedAt", item -> item.changedAt, (item, value) -> item.changedAt = value))
            .addAttribute(number("throttledAt", item -> item.throttledAt, (item, value) -> item.throttledAt = value))
            .build();

    private TurnsSchema() {}

    private static StaticAttribute<Item, Long> number(
            String name, Function<Item, @Nullable Long> getter, BiConsumer<Item, Long> setter) {
        return StaticAttribute.builder(Item.class, Long.class)
                .name(name)
                .getter(getter)
                .setter(setter)
                .build();
    }

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
