// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin;

import dev.cfmanager.awstwin.kernel.Call;
import dev.cfmanager.awstwin.kernel.FaultRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Kills the caller before and after every call of a scenario, each time on a new twin, and asks afterwards whether
 * everything is as it should be. Example:
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
        long calls = runUnharmed(verifier);
        List<String> deaths = new ArrayList<>();
        List<Throwable> causes = new ArrayList<>();
        for (long k = 1; k <= calls; k++) {
            runWithCrash(k, false, verifier, deaths, causes);
            runWithCrash(k, true, verifier, deaths, causes);
        }
        if (!deaths.isEmpty()) {
            AssertionError error = new AssertionError(
                    deaths.size() + " of " + 2 * calls + " crashes are not survived:\n  " + String.join("\n  ", deaths),
                    causes.get(0));
            causes.subList(1, causes.size()).forEach(error::addSuppressed);
            throw error;
        }
        return Math.toIntExact(2 * calls);
    }

    private long runUnharmed(Step verifier) {
        try (Twin twin = twins.get()) {
            given.run(twin);
            long before = counted(twin);
            scenario.run(twin);
            long calls = counted(twin) - before;
            verifier.run(twin);
            return calls;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("the scenario fails without any crash: " + e, e);
        }
    }

    private long counted(Twin twin) {
        return twin.calls().where(this::counts).size();
    }

    private boolean counts(Call call) {
        return (service.equals(ANY) || service.equals(call.service()))
                && (operation.equals(ANY) || operation.equals(call.operation()));
    }

    private void runWithCrash(long k, boolean afterEffect, Step verifier, List<String> deaths, List<Throwable> causes) {
        try (Twin twin = twins.get()) {
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
                deaths.add((afterEffect ? "after " : "before ") + (fired.isEmpty() ? "no call" : fired.get(0)) + ": "
                        + failure.getMessage() + "\n    replay with: twin.faults().replay(\"" + line + "\")");
                causes.add(failure);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("the preparation fails: " + e, e);
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
