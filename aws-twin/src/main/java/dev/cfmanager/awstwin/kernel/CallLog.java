// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** The calls the twin answered, oldest first; the last {@value #KEPT} are kept. Thread-safe. */
public final class CallLog {
    private static final int KEPT = 200_000;

    private final CallJournal journal = CallJournal.ofTheProcess();
    private final AtomicLong numbers = new AtomicLong();
    private final Deque<Call> calls = new ArrayDeque<>();

    long nextNumber() {
        return numbers.incrementAndGet();
    }

    synchronized void add(Call call) {
        journal.add(call);
        if (calls.size() == KEPT) {
            calls.removeFirst();
        }
        calls.addLast(call);
    }

    /** A snapshot of the calls kept, in order of their answers. */
    public synchronized List<Call> all() {
        return List.copyOf(calls);
    }

    /** The calls that match. */
    public synchronized List<Call> where(Predicate<Call> matches) {
        return calls.stream().filter(matches).toList();
    }

    /** How often {@code service:Operation} was called. */
    public synchronized long count(String name) {
        return calls.stream().filter(call -> call.name().equals(name)).count();
    }

    /** Forgets the calls; numbering goes on. */
    public synchronized void reset() {
        calls.clear();
    }
}
