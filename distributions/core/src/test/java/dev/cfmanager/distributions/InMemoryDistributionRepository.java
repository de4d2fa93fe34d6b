// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.error.OperationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Records in memory, for tests that need a repository and no table. Thread-safe. */
public final class InMemoryDistributionRepository implements DistributionRepository {
    private final NavigableMap<String, Distribution> records = new TreeMap<>();

    @Override
    public synchronized Optional<Distribution> find(String id) {
        return Optional.ofNullable(records.get(id));
    }

    @Override
    public synchronized boolean create(Distribution distribution) {
        if (records.containsKey(distribution.id())) {
            return false;
        }
        refuseTakenName(distribution);
        records.put(distribution.id(), distribution);
        return true;
    }

    @Override
    public synchronized boolean update(Distribution before, Distribution after) {
        Distribution stored = records.get(after.id());
        if (stored == null || stored.version() != before.version()) {
            return false;
        }
        refuseTakenName(after);
        records.put(after.id(), after);
        return true;
    }

    private void refuseTakenName(Distribution wanted) {
        records.values().stream()
                .filter(other -> !other.id().equals(wanted.id())
                        && !Collections.disjoint(Holdings.names(other), Holdings.names(wanted)))
                .findFirst()
                .ifPresent(other -> {
                    throw TakenNames.conflict(other.name(), other.id());
                });
    }

    @Override
    public synchronized Map<String, Distribution> findByAliases(Collection<String> aliases) {
        Map<String, Distribution> found = new HashMap<>();
        for (String alias : aliases) {
            records.values().stream()
                    .filter(record -> Holdings.aliases(record).contains(Holdings.alias(alias)))
                    .forEach(record -> found.put(alias, record));
        }
        return found;
    }

    @Override
    public synchronized boolean delete(Distribution distribution) {
        Distribution stored = records.get(distribution.id());
        return stored != null
                && stored.version() == distribution.version()
                && records.remove(distribution.id()) != null;
    }

    @Override
    public synchronized Page<Distribution> list(PageRequest page) {
        String after = page.token().orElse("");
        if (!after.isEmpty() && !records.containsKey(after)) {
            throw OperationException.validation("nextToken: is not a token of this list");
        }
        List<Distribution> rest =
                new ArrayList<>(records.tailMap(after, after.isEmpty()).values());
        if (rest.size() <= page.limit()) {
            return new Page<>(rest, Optional.empty());
        }
        List<Distribution> items = rest.subList(0, page.limit());
        return new Page<>(items, Optional.of(items.get(items.size() - 1).id()));
    }

    @Override
    public List<Distribution> findByName(String name) {
        return where(distribution -> distribution.name().equals(name));
    }

    @Override
    public List<Distribution> findByTemplate(String templateId) {
        return where(distribution -> distribution.templateId().equals(Optional.of(templateId)));
    }

    @Override
    public List<Distribution> findByStatus(DistributionStatus status) {
        return where(distribution -> distribution.status() == status);
    }

    private synchronized List<Distribution> where(Predicate<Distribution> matches) {
        return records.values().stream()
                .filter(matches)
                .sorted(Comparator.comparing(Distribution::updatedAt))
                .toList();
    }
}
