// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.log;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whether the current invocation is the first of its execution environment, new or restored. Thread-safe. */
public final class ColdStart {
    private final AtomicBoolean expected = new AtomicBoolean(true);

    /** The next invocation is a first one, whatever ran before: a snapshot is about to be taken. */
    public void expect() {
        expected.set(true);
    }

    /** Adds {@code coldStart: 1} to a first invocation's line; a number, because it is to be added up. */
    public void tellIn(Map<String, Object> fields) {
        if (expected.getAndSet(false)) {
            fields.put("coldStart", 1);
        }
    }
}
