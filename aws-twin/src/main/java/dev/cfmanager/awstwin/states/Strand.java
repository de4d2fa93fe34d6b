// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One thread of control of an execution: the machine itself, a branch of a Parallel, an iteration of a Map. A step works
 * on a {@link #copy()}; what is stored never changes.
 */
final class Strand implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The strand every execution begins with. */
    static final String ROOT = "0";

    /** What happens next. */
    enum Phase {
        /** At {@code due} the state is entered. */
        ENTER,
        /** At {@code due} the state is attempted again, after a Retry's interval. */
        RETRY,
        /** A task is under way; after a restart it is attempted again, for its answer is lost. */
        FLIGHT,
        /** A task's answer is known and arrives at {@code due}. */
        ANSWER,
        /** A Wait ends at {@code due}. */
        WAIT,
        /** The branches or iterations it started are running. */
        JOIN,
        /** An iteration that Map's MaxConcurrency holds back. */
        QUEUED,
        /** A branch or iteration that has ended with {@code held} as its output. */
        DONE
    }

    final String id;
    final String parent;
    /** JSON pointer to the object whose {@code States} it walks. */
    final String scope;
    /** Position among its siblings. */
    final int index;
    /** The item of a Map, JSON text; null elsewhere. */
    final @Nullable String item;

    String state;
    String input;
    Phase phase = Phase.ENTER;
    Instant due;
    long ticket;
    long lastEvent;
    long enteredEvent;
    Instant entered;
    /** How often each retrier of the state has been used, by position. */
    ArrayList<Integer> retries = new ArrayList<>();
    /** Variables, JSON text by name. */
    TreeMap<String, String> variables = new TreeMap<>();

    @Nullable
    String held;

    Strand(
            String id,
            String parent,
            String scope,
            int index,
            @Nullable String item,
            String state,
            String input,
            Instant now) {
        this.id = id;
        this.parent = parent;
        this.scope = scope;
        this.index = index;
        this.item = item;
        this.state = state;
        this.input = input;
        this.due = now;
        this.entered = now;
    }

    Strand copy() {
        Strand copy = new Strand(id, parent, scope, index, item, state, input, due);
        copy.phase = phase;
        copy.ticket = ticket;
        copy.lastEvent = lastEvent;
        copy.enteredEvent = enteredEvent;
        copy.entered = entered;
        copy.retries = new ArrayList<>(retries);
        copy.variables = new TreeMap<>(variables);
        copy.held = held;
        return copy;
    }

    /** How often the present state has been retried. */
    int retryCount() {
        return retries.stream().mapToInt(Integer::intValue).sum();
    }

    /** Whether the clock moves it on, rather than another strand. */
    boolean timed() {
        return phase != Phase.JOIN && phase != Phase.QUEUED && phase != Phase.DONE;
    }
}
