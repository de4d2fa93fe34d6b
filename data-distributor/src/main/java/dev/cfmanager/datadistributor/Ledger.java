// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.dynamo.Table;
import dev.cfmanager.common.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the distributor remembers: who is at work (a lease with a fence that only grows), which set is being published
 * (the plan), which sets there are, what is live (the manifest) and what each run did. A worker whose lease was taken over can no longer change the manifest.
 */
final class Ledger {
    private static final String LEASE = "lease";
    private static final String AGAIN = "again";
    private static final String PLAN = "plan";
    private static final String SETS = "sets";
    private static final String MANIFEST = "manifest";
    private static final String RUN = "run";

    /** Longer than any function here may run, so that it only runs out for a worker that died. */
    private static final Duration LEASE_LENGTH = Duration.ofSeconds(150);

    private static final Duration RUNS_KEPT = Duration.ofDays(90);

    private final Table<Row> table;
    private final InstantSource clock;

    Ledger(ExecutionEnvironment environment) {
        this.table = new Table<>(
                environment, environment.env().require(EnvironmentVariable.DATA_DISTRIBUTIONS_TABLE), Row.SCHEMA);
        this.clock = environment.clock();
    }

    /** Takes the lease, or answers empty while another worker holds it. */
    Optional<Lease> acquire() {
        Instant now = clock.instant();
        long until = now.plus(LEASE_LENGTH).toEpochMilli();
        Optional<Row> current = table.get(key(LEASE, LEASE));
        if (current.isEmpty()) {
            boolean won = table.create(leaseRow(1, until));
            return won ? Optional.of(new Lease(1)) : Optional.empty();
        }
        if (current.get().leaseUntil() > now.toEpochMilli()) {
            return Optional.empty();
        }
        long fence = current.get().fence() + 1;
        boolean won = table.putIf(leaseRow(fence, until), fenceIs(current.get().fence()));
        return won ? Optional.of(new Lease(fence)) : Optional.empty();
    }

    /** Prolongs the lease; false when another worker has taken it over. */
    boolean renew(Lease lease) {
        long until = clock.instant().plus(LEASE_LENGTH).toEpochMilli();
        return table.putIf(leaseRow(lease.fence(), until), fenceIs(lease.fence()));
    }

    /** Gives the lease back, if it is still held. */
    boolean release(Lease lease) {
        return table.putIf(leaseRow(lease.fence(), 0), fenceIs(lease.fence()));
    }

    /** Asks whoever is at work to look once more when done. */
    void askAgain() {
        table.create(Row.of(AGAIN, AGAIN, Json.object()));
    }

    /** Takes the request to look once more; false when there is none. */
    boolean takeRequest() {
        return table.deleteIf(
                key(AGAIN, AGAIN),
                Expression.builder().expression("attribute_exists(kind)").build());
    }

    /** Whether somebody asked for another look that nobody has taken yet. */
    boolean isAsked() {
        return table.get(key(AGAIN, AGAIN)).isPresent();
    }

    /** The set whose publication has begun and not ended. */
    Optional<Plan> plan() {
        return table.get(key(PLAN, PLAN)).map(row -> Plan.of(row.document()));
    }

    /** Notes which set is being published; false, with nothing written, when a later lease has begun another one. */
    boolean begin(Plan plan, Lease lease) {
        return table.putIf(Row.of(PLAN, PLAN, plan.toJson()).fenced(lease.fence()), notAfter(lease));
    }

    /** Notes that readers and edge have the whole set; nothing is written when a later lease has begun another one. */
    void end(Lease lease) {
        table.deleteIf(key(PLAN, PLAN), notAfter(lease));
    }

    /** The sets that are kept under that bucket and prefix; none when the last ones were kept elsewhere. */
    Sets sets(String at) {
        return table.get(key(SETS, SETS))
                .map(row -> Sets.of(row.document()))
                .filter(sets -> sets.at().equals(at))
                .orElseGet(() -> Sets.none(at));
    }

    /** Notes which sets there are; false, with nothing written, when a later lease has done so. */
    boolean note(Sets sets, Lease lease) {
        return table.putIf(Row.of(SETS, SETS, sets.toJson()).fenced(lease.fence()), notAfter(lease));
    }

    /** What is live at a destination. */
    Optional<Published> published(String destination) {
        return table.get(key(MANIFEST, destination)).map(row -> Published.of(row.document()));
    }

    /** Notes what is live; false, with nothing written, when a later lease has written there. */
    boolean note(Published published, Lease lease) {
        return table.putIf(
                Row.of(MANIFEST, published.destination(), published.toJson()).fenced(lease.fence()), notAfter(lease));
    }

    /** Keeps a run's record for 90 days. */
    void keep(String runId, ObjectNode run) {
        table.create(
                Row.of(RUN, runId, run).expiring(clock.instant().plus(RUNS_KEPT).getEpochSecond()));
    }

    /** A run's record. */
    Optional<ObjectNode> run(String runId) {
        return table.get(key(RUN, runId)).map(Row::document);
    }

    /** Runs, the latest first. */
    Page<ObjectNode> runs(PageRequest page) {
        Page<Row> rows = table.query(Key.builder().partitionValue(RUN).build(), false, page);
        return new Page<>(rows.items().stream().map(Row::document).toList(), rows.nextToken());
    }

    private static Row leaseRow(long fence, long until) {
        return Row.of(LEASE, LEASE, Json.object()).fenced(fence).leasedUntil(until);
    }

    private static Expression notAfter(Lease lease) {
        return Expression.builder()
                .expression("attribute_not_exists(fence) OR fence <= :fence")
                .putExpressionValue(":fence", number(lease.fence()))
                .build();
    }

    private static Expression fenceIs(long fence) {
        return Expression.builder()
                .expression("fence = :fence")
                .putExpressionValue(":fence", number(fence))
                .build();
    }

    private static AttributeValue number(long number) {
        return AttributeValue.fromN(String.valueOf(number));
    }

    private static Key key(String kind, String id) {
        return Key.builder().partitionValue(kind).sortValue(id).build();
    }

    /** The right to publish. */
    record Lease(long fence) {}
}
