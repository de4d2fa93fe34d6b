// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The script of what goes wrong, repeatable by seed. Rules are tried in the order they were made; the first whose turn
 * it is decides. Example: {@code faults.on("cloudfront", "UpdateDistribution").call(2).fail(503, "ServiceUnavailable")}.
 */
public final class Faults {
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final SplittableRandom random;
    private final long seed;
    private final InstantSource clock;

    /** A script that draws probabilities from {@code seed} and counts throttling on {@code clock}. */
    public Faults(long seed, InstantSource clock) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.clock = clock;
    }

    /** Begins a rule for one operation; {@code *} as service or operation means any. */
    public Rule on(String service, String operation) {
        return new Rule(service, operation);
    }

    /** Removes every rule. */
    public void clear() {
        rules.clear();
    }

    /** The seed and the rules in one line, to print with a failing test and to replay it. */
    @Override
    public String toString() {
        return "faults seed=" + seed + " " + rules;
    }

    /** Runs before the effect. */
    void before(Call call) throws IOException {
        for (Rule rule : rules) {
            if (!rule.afterEffect && rule.fires(call)) {
                rule.strike(call);
                return;
            }
        }
    }

    /** Runs after the effect; may replace the answer. */
    TwinResponse after(Call call, TwinResponse response) throws IOException {
        for (Rule rule : rules) {
            if (rule.afterEffect && rule.fires(call)) {
                if (rule.replacement != null) {
                    return rule.replacement.apply(response);
                }
                rule.strike(call);
                return response;
            }
        }
        return response;
    }

    private synchronized double draw() {
        return random.nextDouble();
    }

    /** One line of the script; ends with the method that says what happens, which also puts it in force. */
    public final class Rule {
        private final String service;
        private final String operation;
        private long onlyCall;
        private long fromCall = 1;
        private double probability = 1.0;
        private boolean afterEffect;
        private long seen;
        private String what = "";
        private int perSecond;
        private final List<Instant> admitted = new ArrayList<>();
        private @Nullable AwsError error;
        private @Nullable TwinCrash crash;
        private boolean lost;
        private @Nullable UnaryOperator<TwinResponse> replacement;

        private Rule(String service, String operation) {
            this.service = service;
            this.operation = operation;
        }

        /** Only the n-th matching call from now, counted from 1. */
        public Rule call(long n) {
            this.onlyCall = n;
            return this;
        }

        /** Every matching call from the n-th on. */
        public Rule fromCall(long n) {
            this.fromCall = n;
            return this;
        }

        /** Each matching call with this probability, drawn from the seed. */
        public Rule probability(double share) {
            this.probability = share;
            return this;
        }

        /** After the operation had its effect instead of before. */
        public Rule afterEffect() {
            this.afterEffect = true;
            return this;
        }

        /** The service answers this error. */
        public void fail(int status, String code) {
            this.error = new AwsError(status, code, "scripted fault: " + code);
            begin("fail " + status + " " + code);
        }

        /** The process that called dies here. */
        public void crash() {
            this.crash = new TwinCrash((afterEffect ? "after " : "before ") + service + ":" + operation);
            begin("crash");
        }

        /** The connection breaks: before the effect the request never arrives, after it only the answer is lost. */
        public void loseConnection() {
            this.lost = true;
            begin("lose");
        }

        /** The answer is replaced, after the effect: CopyObject's 200 with an error in its body, for example. */
        public void answer(UnaryOperator<TwinResponse> newReplacement) {
            this.afterEffect = true;
            this.replacement = newReplacement;
            begin("answer");
        }

        /** At most this many matching calls in any virtual second; the rest get AWS's {@code Throttling}, HTTP 400. */
        public void throttle(int callsPerSecond) {
            this.perSecond = callsPerSecond;
            this.error = new AwsError(400, "Throttling", "Rate exceeded");
            begin("throttle " + callsPerSecond + "/s");
        }

        private void begin(String newWhat) {
            this.what = newWhat;
            rules.add(this);
        }

        private synchronized boolean fires(Call call) {
            boolean matches = (service.equals("*") || service.equals(call.service()))
                    && (operation.equals("*") || operation.equals(call.operation()));
            if (!matches) {
                return false;
            }
            seen++;
            if (perSecond > 0) {
                Instant now = clock.instant();
                admitted.removeIf(at -> !at.plus(Duration.ofSeconds(1)).isAfter(now));
                if (admitted.size() < perSecond) {
                    admitted.add(now);
                    return false;
                }
                return true;
            }
            boolean turn = onlyCall > 0 ? seen == onlyCall : seen >= fromCall;
            return turn && (probability >= 1.0 || draw() < probability);
        }

        private void strike(Call call) throws IOException {
            if (crash != null) {
                throw crash;
            }
            if (lost) {
                throw new IOException("scripted loss of the connection at " + call.name());
            }
            if (error != null) {
                throw error;
            }
        }

        @Override
        public String toString() {
            String turn = onlyCall > 0 ? "#" + onlyCall : "from #" + fromCall;
            String chance = probability < 1.0 ? " p=" + probability : "";
            return service + ":" + operation + " " + turn + chance + (afterEffect ? " after: " : " before: ") + what;
        }
    }
}
