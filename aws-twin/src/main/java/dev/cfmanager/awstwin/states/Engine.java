// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Moves executions on as the clock tells it to. Every step is written down before the next is scheduled, so a killed
 * process goes on where it stopped; a task that was under way is attempted again. No lock is held while a function runs.
 */
final class Engine {
    private final Kernel kernel;
    private final StatesData data;
    private final LambdaTasks tasks;
    private final Object lock = new Object();
    private final Map<String, VirtualClock.Scheduled> timeouts = new ConcurrentHashMap<>();

    Engine(Kernel kernel, StatesData data, LambdaTasks tasks) {
        this.kernel = kernel;
        this.data = data;
        this.tasks = tasks;
    }

    /** Takes up what an earlier process left open. */
    void resume() {
        data.running().forEachRemaining(arn -> find(arn).ifPresent(execution -> {
            execution.strands().values().stream().filter(Strand::timed).forEach(strand -> schedule(arn, strand));
            limit(execution);
        }));
        data.machines.forEach((arn, machine) -> {
            if (machine.status().equals(StateMachine.DELETING)) {
                removeSoon(arn);
            }
        });
    }

    /** Begins an execution; its first state runs at the next move of the clock. */
    void begin(Execution execution) {
        synchronized (lock) {
            Execution namesake = data.executions.get(execution.arn());
            if (namesake != null) {
                data.forget(namesake);
            }
            Run run = run(execution);
            run.started();
            keep(run);
        }
        limit(execution);
    }

    /** Ends an execution from outside; nothing happens when it has ended already. */
    Optional<Execution> stop(String arn, Optional<String> error, Optional<String> cause) {
        change(arn, run -> run.abort(error, cause));
        return find(arn);
    }

    /** An execution that AWS would still know. */
    Optional<Execution> find(String arn) {
        Instant now = kernel.clock().instant();
        return Optional.ofNullable(data.executions.get(arn)).filter(execution -> !execution.forgotten(now));
    }

    /** Removes a machine that is being deleted, once nothing of it runs. */
    void removeSoon(String machineArn) {
        kernel.clock().scheduleIn(Duration.ZERO, () -> {
            StateMachine machine = data.machines.get(machineArn);
            if (machine != null && machine.status().equals(StateMachine.DELETING) && !data.isBusy(machine)) {
                data.machines.remove(machineArn);
                kernel.store().commit();
            }
        });
    }

    private void step(String arn, String strandId, long ticket) {
        List<Attempt> attempts = new ArrayList<>();
        change(arn, run -> run.strand(strandId)
                .filter(strand -> strand.ticket == ticket)
                .ifPresent(strand -> {
                    if (isDeleted(run.execution().machineArn())) {
                        run.abort(Optional.empty(), Optional.empty());
                    } else {
                        new Interpreter(run).proceed(strand).ifPresent(attempts::add);
                    }
                }));
        for (Attempt attempt : attempts) {
            Outcome outcome = tasks.perform(attempt);
            Duration duration = tasks.duration(attempt);
            change(arn, run -> run.strand(attempt.strand())
                    .filter(strand -> strand.ticket == attempt.ticket())
                    .ifPresent(strand -> new Interpreter(run).receive(strand, attempt, outcome, duration)));
        }
    }

    private void change(String arn, Consumer<Run> step) {
        synchronized (lock) {
            Optional<Execution> execution = find(arn).filter(Execution::running);
            if (execution.isPresent()) {
                Run run = run(execution.get());
                try {
                    step.accept(run);
                } catch (Run.HistoryFull full) {
                    // the run has already failed its execution; what is left is to write that down
                }
                keep(run);
            }
        }
        kernel.store().commit();
    }

    private Run run(Execution execution) {
        Instant now = kernel.clock().instant();
        return new Run(execution, data.definition(execution.definitionKey()), now, kernel.ids());
    }

    private void keep(Run run) {
        Execution after = run.after();
        run.events().forEach(event -> data.record(after.arn(), event));
        data.put(after);
        run.moved().forEach(strand -> schedule(after.arn(), strand));
        if (run.ended()) {
            VirtualClock.Scheduled timeout = timeouts.remove(after.arn());
            if (timeout != null) {
                timeout.cancel();
            }
            if (isDeleted(after.machineArn())) {
                removeSoon(after.machineArn());
            }
        }
    }

    private void schedule(String arn, Strand strand) {
        String id = strand.id;
        long ticket = strand.ticket;
        kernel.clock().schedule(strand.due, () -> step(arn, id, ticket));
    }

    private void limit(Execution execution) {
        data.definition(execution.definitionKey())
                .timeout()
                .ifPresent(limit -> timeouts.put(
                        execution.arn(),
                        kernel.clock()
                                .schedule(
                                        execution.started().plus(limit), () -> change(execution.arn(), Run::timeOut))));
    }

    private boolean isDeleted(String machineArn) {
        StateMachine machine = data.machines.get(machineArn);
        return machine == null || machine.status().equals(StateMachine.DELETING);
    }
}
