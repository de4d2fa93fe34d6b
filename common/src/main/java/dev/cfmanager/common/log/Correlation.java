// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.log;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What ties together everything that follows from one request: the request's id. The shell sets it for the invoking
 * thread, code that hands work on passes it along, and the shell of whoever takes the work up sets it again; so one id
 * finds the gateway's line, the operation's and those of all later steps.
 */
public final class Correlation implements AutoCloseable {
    /** The member that carries it in whatever is handed on. */
    public static final String MEMBER = "correlationId";

    private static final ThreadLocal<@Nullable Correlation> CURRENT = new ThreadLocal<>();

    private final String id;
    private final @Nullable Correlation outer;

    private Correlation(String id, @Nullable Correlation outer) {
        this.id = id;
        this.outer = outer;
    }

    /** From now until it is closed, what this thread does follows from that request. */
    public static Correlation of(String id) {
        Correlation correlation = new Correlation(id, CURRENT.get());
        CURRENT.set(correlation);
        return correlation;
    }

    /** The request that what this thread does follows from; empty outside of an invocation. */
    public static Optional<String> current() {
        return Optional.ofNullable(CURRENT.get()).map(correlation -> correlation.id);
    }

    @Override
    public void close() {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }
}
