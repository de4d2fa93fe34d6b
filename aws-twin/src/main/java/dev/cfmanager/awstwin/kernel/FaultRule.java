// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a fault script: which calls it means, and what happens to them. It is in force from the method that says
 * what happens ({@link #fail}, {@link #crash} ...), and counts matching calls from then.
 */
public final class FaultRule {
    private static final String ANY = "*";
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final Faults script;
    private final String service;
    private final String operation;
    private String caller = ANY;
    private long onlyCall;
    private long fromCall = 1;
    private long times = Long.MAX_VALUE;
    private double probability = 1.0;
    private boolean afterEffect;
    private @Nullable Effect effect;

    private long draws;
    private long seen;
    private long fired;
    private double tokens;
    private Instant filledAt = Instant.MIN;

    FaultRule(Faults script, String service, String operation) {
        this.script = script;
        this.service = service;
        this.operation = operation;
    }

    /** Only calls of this identity (see {@link Caller#identity}). */
    public FaultRule by(String identity) {
        this.caller = identity;
        return this;
    }

    /** Only the n-th matching call from now, counted from 1. */
    public FaultRule call(long n) {
        this.onlyCall = n;
        return this;
    }

    /** Every matching call from the n-th on. */
    public FaultRule fromCall(long n) {
        this.fromCall = n;
        return this;
    }

    /** At most this often. */
    public FaultRule times(long n) {
        this.times = n;
        return this;
    }

    /** Each matching call with this probability between 0 and 1, drawn from the seed. */
    public FaultRule probability(double share) {
        this.probability = share;
        return this;
    }

    /** After the operation had its effect instead of before; a refused call counts as one that had its effect. */
    public FaultRule afterEffect() {
        this.afterEffect = true;
        return this;
    }

    /** The service answers this error. */
    public void fail(int status, String code) {
        begin(new Effect.Fail(status, code));
    }

    /** The process that called dies here: in memory {@link TwinCrash} is thrown through the client, over HTTP the connection breaks. */
    public void crash() {
        begin(new Effect.Crash());
    }

    /** The connection breaks: before the effect the request never arrives, after it only the answer is lost. */
    public void loseConnection() {
        begin(new Effect.Lose());
    }

    /** The call takes this long in virtual time; other rules still apply to it. */
    public void delay(Duration span) {
        begin(new Effect.Delay(span));
    }

    /**
     * A read that AWS answers eventually consistently repeats what the same request by the same caller was answered
     * last, as long as this rule fires; other calls, and requests never made before, are answered as ever. The rule
     * has to be in force when the older answer is given: {@code fromCall(2)} lets the first one through.
     */
    public void stale() {
        begin(new Effect.Stale());
    }

    /** The answer gets this status and body: CopyObject's 200 with an error in its body, for example. */
    public void answer(int status, String body) {
        this.afterEffect = true;
        begin(new Effect.Answer(status, body));
    }

    /** The answer goes through this function after the effect; such a rule cannot be replayed from its line. */
    public void answer(UnaryOperator<TwinResponse> replacement) {
        this.afterEffect = true;
        begin(new Effect.Custom(replacement));
    }

    /** A bucket that holds one virtual second's worth of calls; the rest get the service's throttling error. */
    public void throttle(int callsPerSecond) {
        throttle(callsPerSecond, callsPerSecond);
    }

    /** A bucket of {@code burst} calls that refills with {@code callsPerSecond}; the rest get the service's throttling error. */
    public void throttle(double callsPerSecond, int burst) {
        begin(new Effect.Throttle(callsPerSecond, burst));
    }

    void begin(Effect newEffect) {
        this.effect = newEffect;
        if (newEffect instanceof Effect.Throttle bucket) {
            this.tokens = bucket.burst();
        }
        script.add(this);
    }

    /** Counts the call when it matches, and says whether this is its turn. */
    synchronized boolean fires(Call call, long seed, int position) {
        boolean matches = (service.equals(ANY) || service.equals(call.service()))
                && (operation.equals(ANY) || operation.equals(call.operation()))
                && (caller.equals(ANY) || caller.equals(call.caller().identity()));
        if (!matches) {
            return false;
        }
        seen++;
        boolean turn = (onlyCall > 0 ? seen == onlyCall : seen >= fromCall)
                && fired < times
                && (probability >= 1.0 || draw(seed, position) < probability)
                && (!(effect instanceof Effect.Throttle bucket) || overflows(bucket, call.at()));
        if (turn) {
            fired++;
        }
        return turn;
    }

    /** By rule and count, not from one stream: a call that one rule sees moves no other rule's luck. */
    private double draw(long seed, int position) {
        draws++;
        return new SplittableRandom((seed * GOLDEN + position) * GOLDEN + draws).nextDouble();
    }

    private boolean overflows(Effect.Throttle bucket, Instant at) {
        if (filledAt.equals(Instant.MIN)) {
            filledAt = at;
        }
        double elapsed = Duration.between(filledAt, at).toNanos() / 1e9;
        tokens = Math.min(bucket.burst(), tokens + elapsed * bucket.perSecond());
        filledAt = at;
        if (tokens >= 1) {
            tokens--;
            return false;
        }
        return true;
    }

    /** Whether it strikes after the effect. */
    boolean isAfterEffect() {
        return afterEffect;
    }

    /** What it does; only of a rule in force. */
    Effect effect() {
        return Objects.requireNonNull(effect, "the rule says what happens before it is in force");
    }

    /** The rule as {@link FaultLine} reads it. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(service).append(':').append(operation);
        if (!caller.equals(ANY)) {
            line.append(" by=").append(URLEncoder.encode(caller, StandardCharsets.UTF_8));
        }
        if (onlyCall > 0) {
            line.append(" call=").append(onlyCall);
        }
        if (fromCall > 1) {
            line.append(" from=").append(fromCall);
        }
        if (times < Long.MAX_VALUE) {
            line.append(" times=").append(times);
        }
        if (probability < 1.0) {
            line.append(" p=").append(probability);
        }
        if (afterEffect) {
            line.append(" after");
        }
        return line.append(' ').append(effect).toString();
    }
}
