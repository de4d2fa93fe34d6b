// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps edge functions in memory, for tests that need no table. Thread-safe. */
public final class InMemoryEdgeFunctionRepository implements EdgeFunctionRepository {
    private final Map<String, EdgeFunction> functions = new TreeMap<>();

    @Override
    public synchronized boolean create(EdgeFunction function) {
        return functions.putIfAbsent(function.functionId(), function) == null;
    }

    @Override
    public synchronized Optional<EdgeFunction> find(String functionId) {
        return Optional.ofNullable(functions.get(functionId));
    }

    @Override
    public synchronized Optional<EdgeFunction> save(EdgeFunction changed) {
        if (!isLatest(changed)) {
            return Optional.empty();
        }
        EdgeFunction next = changed.toBuilder().version(changed.version() + 1).build();
        functions.put(next.functionId(), next);
        return Optional.of(next);
    }

    @Override
    public synchronized boolean remove(EdgeFunction function) {
        return isLatest(function) && functions.remove(function.functionId()) != null;
    }

    @Override
    public synchronized Page<EdgeFunction> list(PageRequest page) {
        List<EdgeFunction> rest = functions.values().stream()
                .filter(function -> page.token().isEmpty()
                        || function.functionId().compareTo(page.token().get()) > 0)
                .map(function -> function.toBuilder().codeContent("").build())
                .toList();
        List<EdgeFunction> items = rest.stream().limit(page.limit()).toList();
        return new Page<>(
                items,
                rest.size() > items.size()
                        ? Optional.of(items.get(items.size() - 1).functionId())
                        : Optional.empty());
    }

    @Override
    public synchronized List<String> idsWith(EdgeFunctionStatus status) {
        return functions.values().stream()
                .filter(function -> function.status() == status)
                .sorted(Comparator.comparing(EdgeFunction::createdAt))
                .map(EdgeFunction::functionId)
                .toList();
    }

    private boolean isLatest(EdgeFunction function) {
        return find(function.functionId())
                .filter(kept -> kept.version() == function.version())
                .isPresent();
    }
}
