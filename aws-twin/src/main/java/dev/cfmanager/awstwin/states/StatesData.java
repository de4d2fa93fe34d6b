// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import dev.cfmanager.awstwin.kernel.Store;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.mvstore.MVMap;

/** Everything Step Functions remembers. */
final class StatesData {
    /** State machines by ARN. */
    final MVMap<String, StateMachine> machines;
    /** Executions by ARN. */
    final MVMap<String, Execution> executions;

    /** The ARNs of open executions, so that a restart need not read the closed ones. */
    private final MVMap<String, String> running;
    /** Execution ARNs by machine and start, oldest first. */
    private final MVMap<String, String> byStart;
    /** Events by execution ARN and id. */
    private final MVMap<String, Event> history;
    /** Definition texts by machine ARN and revision. */
    private final MVMap<String, String> definitions;

    private final Map<String, Definition> parsed = new ConcurrentHashMap<>();

    StatesData(Store store) {
        this.machines = store.map("states.machines");
        this.executions = store.map("states.executions");
        this.running = store.map("states.running");
        this.byStart = store.map("states.byStart");
        this.history = store.map("states.history");
        this.definitions = store.map("states.definitions");
    }

    void keepDefinition(StateMachine machine) {
        definitions.put(machine.definitionKey(), machine.definition());
    }

    Definition definition(String key) {
        return parsed.computeIfAbsent(key, missing -> Definition.of(definitionText(missing)));
    }

    String definitionText(String key) {
        return Optional.ofNullable(definitions.get(key))
                .orElseThrow(() -> new IllegalStateException("no definition " + key));
    }

    /** Writes an execution down, with what follows from its status. */
    void put(Execution execution) {
        boolean fresh = executions.put(execution.arn(), execution) == null;
        if (fresh) {
            String key =
                    execution.machineArn() + "|" + padded(execution.started().toEpochMilli()) + "|";
            String last = byStart.floorKey(key + "~");
            long next = last != null && last.startsWith(key) ? Long.parseLong(last.substring(key.length())) + 1 : 0;
            byStart.put(key + padded(next), execution.arn());
        }
        if (execution.running()) {
            running.put(execution.arn(), "");
        } else {
            running.remove(execution.arn());
        }
    }

    /** Removes a closed execution and its history. */
    void forget(Execution execution) {
        for (long id = 1; id <= execution.events(); id++) {
            history.remove(execution.arn() + "#" + padded(id));
        }
        String prefix = startPrefix(execution);
        for (String key = byStart.ceilingKey(prefix);
                key != null && key.startsWith(prefix);
                key = byStart.higherKey(key)) {
            if (execution.arn().equals(byStart.get(key))) {
                byStart.remove(key);
            }
        }
        executions.remove(execution.arn());
    }

    private static String startPrefix(Execution execution) {
        return execution.machineArn() + "|" + padded(execution.started().toEpochMilli()) + "|";
    }

    /** The ARNs of open executions. */
    Iterator<String> running() {
        return running.keyIterator(null);
    }

    /** Whether a machine has open executions. */
    boolean isBusy(StateMachine machine) {
        String prefix = executionPrefix(machine);
        String first = running.ceilingKey(prefix);
        return first != null && first.startsWith(prefix);
    }

    /** The key of the execution that began just before the one at {@code key}; null when there is none. */
    Optional<String> before(StateMachine machine, Optional<String> key) {
        String prefix = machine.arn() + "|";
        String found = byStart.lowerKey(key.orElse(prefix + "~"));
        return found != null && found.startsWith(prefix) ? Optional.of(found) : Optional.empty();
    }

    /** The execution behind a key of {@link #before}. */
    Optional<Execution> atKey(String key) {
        return Optional.ofNullable(byStart.get(key)).map(executions::get);
    }

    void record(String executionArn, Event event) {
        history.put(executionArn + "#" + padded(event.id()), event);
    }

    Optional<Event> event(String executionArn, long id) {
        return Optional.ofNullable(history.get(executionArn + "#" + padded(id)));
    }

    /** How the ARNs of a machine's executions begin. */
    static String executionPrefix(StateMachine machine) {
        return machine.arn().replace(":stateMachine:", ":execution:") + ":";
    }

    private static String padded(long number) {
        return String.format("%016d", number);
    }
}
