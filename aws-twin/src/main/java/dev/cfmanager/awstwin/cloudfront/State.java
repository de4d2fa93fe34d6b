// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.Kernel;
import java.io.Serializable;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.h2.mvstore.MVMap;

/** What all operations of the account share: its settings, its storage, its time, and the lock under which it changes. */
final class State {
    private final Kernel kernel;
    private final CloudFrontSettings settings;
    private final ReentrantLock lock = new ReentrantLock();

    State(Kernel kernel, CloudFrontSettings settings) {
        this.kernel = kernel;
        this.settings = settings;
    }

    CloudFrontSettings settings() {
        return settings;
    }

    Quotas quotas() {
        return settings.quotas();
    }

    Instant now() {
        return kernel.clock().instant();
    }

    <V extends Serializable> MVMap<String, V> map(String name) {
        return kernel.store().map("cloudfront." + name);
    }

    /** Runs a change alone; nothing outside this service may be called within. */
    <T> T change(Supplier<T> change) {
        lock.lock();
        try {
            return change.get();
        } finally {
            lock.unlock();
        }
    }

    /** A new version of something. */
    String newETag() {
        return kernel.ids().upper("E", 13);
    }

    /** An id such as {@code E1ABCDEFGHIJKL}: a letter that says what it is, and 13 more. */
    String newId(String letter) {
        return kernel.ids().upper(letter, 13);
    }

    String newUuid() {
        return kernel.ids().uuid();
    }

    String newDomain() {
        return kernel.ids().lower("d", 13) + ".cloudfront.net";
    }
}
