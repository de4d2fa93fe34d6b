// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.error.OperationException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Origins in memory, held to the same contract as those in DynamoDB; milliseconds where that takes a second. */
public final class InMemoryOriginRepository implements OriginRepository {
    private static final String TOKEN = "after-";

    private final TreeMap<String, Origin> origins = new TreeMap<>();
    private final Map<String, Lease> leases = new HashMap<>();

    @Override
    public synchronized Optional<Origin> find(String originId) {
        return Optional.ofNullable(origins.get(originId));
    }

    @Override
    public synchronized List<Origin> findAll(Collection<String> originIds) {
        return new LinkedHashSet<>(originIds)
                .stream().map(origins::get).filter(Objects::nonNull).toList();
    }

    @Override
    public synchronized Optional<Origin> findByBucketName(String bucketName) {
        return origins.values().stream()
                .filter(origin -> origin.bucketName().equals(bucketName))
                .findFirst();
    }

    @Override
    public synchronized boolean create(Origin origin) {
        return origins.putIfAbsent(origin.id(), origin) == null;
    }

    @Override
    public synchronized Optional<Origin> update(Origin changed) {
        if (!isUnchanged(changed)) {
            return Optional.empty();
        }
        Origin next = changed.toBuilder().version(changed.version() + 1).build();
        origins.put(next.id(), next);
        return Optional.of(next);
    }

    @Override
    public synchronized boolean delete(Origin origin) {
        if (origins.containsKey(origin.id()) && !isUnchanged(origin)) {
            return false;
        }
        origins.remove(origin.id());
        return true;
    }

    @Override
    public synchronized Page<Origin> list(PageRequest page) {
        String after = page.token().map(InMemoryOriginRepository::afterToken).orElse("");
        List<Origin> rest = List.copyOf(origins.tailMap(after, false).values());
        List<Origin> items = rest.subList(0, Math.min(page.limit(), rest.size()));
        Optional<String> next = items.size() == rest.size()
                ? Optional.empty()
                : Optional.of(TOKEN + items.get(items.size() - 1).id());
        return new Page<>(items, next);
    }

    @Override
    public synchronized Optional<Origin> addDistribution(String originId, String distributionArn) {
        Set<String> more =
                new HashSet<>(find(originId).map(Origin::distributionArns).orElse(Set.of()));
        return member(
                originId,
                origin -> origin.state() == OriginState.ACTIVE && more.add(distributionArn),
                origin -> origin.distributionArns(more));
    }

    @Override
    public synchronized Optional<Origin> removeDistribution(String originId, String distributionArn) {
        Set<String> less =
                new HashSet<>(find(originId).map(Origin::distributionArns).orElse(Set.of()));
        return member(originId, origin -> less.remove(distributionArn), origin -> origin.distributionArns(less));
    }

    @Override
    public synchronized Optional<Origin> putGrant(String originId, String distributionId, OaiGrant grant) {
        Map<String, OaiGrant> more =
                new HashMap<>(find(originId).map(Origin::oaiGrants).orElse(Map.of()));
        return member(
                originId,
                origin -> origin.state() == OriginState.ACTIVE && !grant.equals(more.put(distributionId, grant)),
                origin -> origin.oaiGrants(more));
    }

    @Override
    public synchronized Optional<Origin> removeGrant(String originId, String distributionId) {
        Map<String, OaiGrant> less =
                new HashMap<>(find(originId).map(Origin::oaiGrants).orElse(Map.of()));
        return member(originId, origin -> less.remove(distributionId) != null, origin -> origin.oaiGrants(less));
    }

    @Override
    public synchronized Optional<Origin> beginPolicyWrite(String originId, String writer, Instant now, Instant until) {
        Lease lease = leases.get(originId);
        boolean free = lease == null || lease.writer.equals(writer) || lease.until.isBefore(now);
        if (!free || !origins.containsKey(originId)) {
            return Optional.empty();
        }
        leases.put(originId, new Lease(writer, until));
        return find(originId);
    }

    @Override
    public synchronized void endPolicyWrite(String originId, String writer, long appliedVersion) {
        Lease lease = leases.get(originId);
        if (lease != null && lease.writer.equals(writer)) {
            leases.remove(originId);
            origins.computeIfPresent(originId, (id, origin) -> origin.toBuilder()
                    .policyApplied(appliedVersion)
                    .build());
        }
    }

    private Optional<Origin> member(String originId, Predicate<Origin> changes, UnaryOperator<Origin.Builder> change) {
        Origin origin = origins.get(originId);
        if (origin != null && changes.test(origin)) {
            Origin.Builder next =
                    origin.toBuilder().version(origin.version() + 1).policyVersion(origin.policyVersion() + 1);
            origins.put(originId, change.apply(next).build());
        }
        return find(originId);
    }

    private boolean isUnchanged(Origin origin) {
        Origin stored = origins.get(origin.id());
        return stored != null && stored.version() == origin.version();
    }

    private static String afterToken(String token) {
        if (!token.startsWith(TOKEN)) {
            throw OperationException.validation("nextToken: is not a token of this list");
        }
        return token.substring(TOKEN.length());
    }

    private record Lease(String writer, Instant until) {}
}
