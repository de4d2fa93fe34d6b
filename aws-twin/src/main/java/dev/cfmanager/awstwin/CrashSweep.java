// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin;

import dev.cfmanager.awstwin.kernel.Call;
import dev.cfmanager.awstwin.kernel.FaultRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Kills the caller before and after every call of a scenario, each time on a new twin, and asks afterwards whether
 * everything is as it should be. What counts is the world that is left behind, and each one is tried once: to die before
 * a call is to have died after the one before it, unless time has passed between the two; to die after a call that only
 * reads is to have died before it. Example:
 *
 * <pre>{@code
 * CrashSweep.of(twin -> createOrigin(twin))       // what may die at any call
 *         .given(twin -> createTables(twin))      // what is there before; never dies
 *         .then(twin -> {                         // what the next process does, and what must hold then
 *             reconcile(twin);
 *             assertThat(distributions(twin)).hasSize(1);
 *         });
 * }</pre>
 */
public final class CrashSweep {
    private static final String ANY = "*";

    private final Step scenario;
    private Supplier<Twin> twins = Twin::start;
    private boolean closing = true;
    private Step given = twin -> {};
    private String service = ANY;
    private String operation = ANY;

    private CrashSweep(Step scenario) {
        this.scenario = scenario;
    }

    /** A sweep over the calls of {@code scenario}. */
    public static CrashSweep of(Step scenario) {
        return new CrashSweep(scenario);
    }

    /** How each twin is made; by default {@link Twin#start()}. */
    public CrashSweep on(Supplier<Twin> newTwin) {
        this.twins = newTwin;
        return this;
    }

    /**
     * All runs on this twin, which stays open: for scenarios that leave it fit for the next run, and whose preparation
     * would cost more than they do. What is {@link #given} is then done before each run all the same.
     */
    public CrashSweep onOne(Twin twin) {
        return onKept(() -> twin);
    }

    /** As {@link #onOne}, but the caller says for each run on which twin it takes place, and closes them. */
    public CrashSweep onKept(Supplier<Twin> keptTwins) {
        this.twins = keptTwins;
        this.closing = false;
        return this;
    }

    /** What is done to each twin first; its calls do not count. */
    public CrashSweep given(Step newGiven) {
        this.given = newGiven;
        return this;
    }

    /** Only calls of that operation; {@code *} as service or operation means any. */
    public CrashSweep onlyAt(String newService, String newOperation) {
        this.service = newService;
        this.operation = newOperation;
        return this;
    }

    /**
     * Runs the scenario once unharmed, then with a crash before and after each of its calls, and {@code verifier}
     * after every run.
     *
     * @param verifier recovers as the next process would, then fails when something is not as it should be
     * @return how many crashes were survived
     * @throws AssertionError naming every crash that was not survived, with the line that replays it
     */
    public int then(Step verifier) {
        List<Call> calls = runUnharmed(verifier);
        List<String> deaths = new ArrayList<>();
        List<Throwable> causes = new ArrayList<>();
        for (int k = 1; k <= calls.size(); k++) {
            if (k == 1 || !nothingBetween(calls.get(k - 2), calls.get(k - 1))) {
                runWithCrash(k, false, "", verifier, deaths, causes);
            }
            if (!calls.get(k - 1).isRead()) {
                boolean merged = k < calls.size() && nothingBetween(calls.get(k - 1), calls.get(k));
                String same =
                        merged ? " (or before the next call, " + calls.get(k).name() + ")" : "";
                runWithCrash(k, true, same, verifier, deaths, causes);
            }
        }
        int crashes = 2 * calls.size();
        if (!deaths.isEmpty()) {
            AssertionError error = new AssertionError(
                    deaths.size() + " of " + crashes + " crashes are not survived:\n  " + String.join("\n  ", deaths),
                    causes.get(0));
            causes.subList(1, causes.size()).forEach(error::addSuppressed);
            throw error;
        }
        return crashes;
    }

    /** Whether nothing happens between two calls: no other call, and no time passes. */
    private static boolean nothingBetween(Call earlier, Call later) {
        return later.number() == earlier.number() + 1 && later.at().equals(earlier.at());
    }

    private List<Call> runUnharmed(Step verifier) {
        Twin twin = twins.get();
        try {
            given.run(twin);
            int before = counted(twin).size();
            scenario.run(twin);
            List<Call> all = counted(twin);
            List<Call> calls = all.subList(before, all.size()).stream()
                    .sorted(Comparator.comparing(Call::number))
                    .toList();
            verifier.run(twin);
            return calls;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("the scenario fails without any crash: " + e, e);
        } finally {
            close(twin);
        }
    }

    private void close(Twin twin) {
        if (closing) {
            twin.close();
        }
    }

    private List<Call> counted(Twin twin) {
        return twin.calls().where(this::counts);
    }

    private boolean counts(Call call) {
        return (service.equals(ANY) || service.equals(call.service()))
                && (operation.equals(ANY) || operation.equals(call.operation()));
    }

    private void runWithCrash(
            long k, boolean afterEffect, String same, Step verifier, List<String> deaths, List<Throwable> causes) {
        Twin twin = twins.get();
        try {
            given.run(twin);
            FaultRule rule = twin.faults().on(service, operation).call(k);
            if (afterEffect) {
                rule.afterEffect();
            }
            rule.crash();
            String line = twin.faults().toString();
            Throwable ending = outcome(twin, scenario);
            List<String> fired = twin.faults().fired();
            twin.faults().clear();
            Throwable failure = fired.isEmpty() ? ending : outcome(twin, verifier);
            if (failure != null) {
                deaths.add((afterEffect ? "after " : "before ") + (fired.isEmpty() ? "no call" : fired.get(0)) + same
                        + ": " + failure.getMessage() + "\n    replay with: twin.faults().replay(\"" + line + "\")");
                causes.add(failure);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("the preparation fails: " + e, e);
        } finally {
            twin.faults().clear();
            close(twin);
        }
    }

    /** How a step ended; after its crash the scenario may throw whatever it likes, nobody is left to see it. */
    @SuppressWarnings("InterruptedExceptionSwallowed") // kept as the outcome, which fails the sweep
    private static @Nullable Throwable outcome(Twin twin, Step step) {
        try {
            step.run(twin);
            return null;
        } catch (Exception | Error e) {
            return e;
        }
    }

    /** Something done to a twin. */
    @FunctionalInterface
    public interface Step {
        /** Does it. */
        void run(Twin twin) throws Exception;
    }
}
