// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * The script of what goes wrong, repeatable by seed. Every rule counts the calls it matches; of the rules whose turn a
 * call is, those are applied in the order they were made, and the first that ends the call ends it. Example:
 * {@code faults.on("cloudfront", "UpdateDistribution").call(2).fail(503, "ServiceUnavailable")}.
 *
 * <p>{@link #toString()} is one line; {@link #replay} makes the same script from it:
 * {@code seed=1; cloudfront:UpdateDistribution call=2 fail 503 ServiceUnavailable}.
 */
public final class Faults {
    private static final int FIRED_KEPT = 1_000;

    private final List<FaultRule> rules = new CopyOnWriteArrayList<>();
    private final Recollection recollection = new Recollection();
    private final Deque<String> fired = new ArrayDeque<>();
    private volatile long seed;

    /** A script without rules that draws probabilities from {@code seed}. */
    public Faults(long seed) {
        this.seed = seed;
    }

    /** Begins a rule for one operation; {@code *} as service or operation means any. */
    public FaultRule on(String service, String operation) {
        return new FaultRule(this, service, operation);
    }

    /** Removes every rule, and forgets what fired. */
    public void clear() {
        rules.clear();
        synchronized (fired) {
            fired.clear();
        }
        recollection.clear();
    }

    /**
     * Replaces the whole script by the one that {@code line} describes, counting from now.
     *
     * @param line what {@link #toString()} printed
     * @throws IllegalArgumentException when the line is none, or holds a rule that text cannot carry
     */
    public void replay(String line) {
        clear();
        for (String part : line.split(";", -1)) {
            String rule = part.strip();
            if (rule.startsWith("seed=")) {
                seed = Long.parseLong(rule.substring("seed=".length()));
            } else if (!rule.isEmpty()) {
                FaultLine.read(rule, this);
            }
        }
    }

    /** What happened to whom, oldest first, the last {@value #FIRED_KEPT}: {@code "call 7 s3:PutObject: crash"}. */
    public List<String> fired() {
        synchronized (fired) {
            return List.copyOf(fired);
        }
    }

    /** The seed and the rules in one line, to print with a failing test and to replay it. */
    @Override
    public String toString() {
        return "seed=" + seed + rules.stream().map(rule -> "; " + rule).collect(Collectors.joining());
    }

    void add(FaultRule rule) {
        rules.add(rule);
    }

    /** Counts the call with every rule and picks those whose turn it is. */
    Strikes strike(Call call) {
        List<FaultRule> firing = new ArrayList<>();
        boolean recollecting = false;
        int position = 0;
        for (FaultRule rule : rules) {
            if (rule.fires(call, seed, position++)) {
                firing.add(rule);
                remember("call " + call.number() + " " + call.name() + ": " + rule.effect());
            }
            recollecting |= rule.effect() instanceof Effect.Stale;
        }
        return new Strikes(firing, recollecting ? recollection : null);
    }

    private void remember(String what) {
        synchronized (fired) {
            if (fired.size() == FIRED_KEPT) {
                fired.removeFirst();
            }
            fired.addLast(what);
        }
    }
}
