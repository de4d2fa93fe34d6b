// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The buckets of the world, as far as the twin knows it: the account's own, and planted ones of others. Thread-safe. */
final class Buckets {
    private final Map<String, Bucket> byName;

    Buckets(Store store) {
        this.byName = store.map("s3.buckets");
    }

    /** The bucket of that name. */
    Optional<Bucket> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * The bucket of that name.
     *
     * @throws dev.cfmanager.awstwin.kernel.AwsError {@code NoSuchBucket}
     */
    Bucket get(String name) {
        return find(name).orElseThrow(() -> S3Errors.noSuchBucket(name));
    }

    /** All of them, by name. */
    List<Bucket> all() {
        return List.copyOf(byName.values());
    }

    /** Adds a bucket or replaces it. */
    void put(Bucket bucket) {
        byName.put(bucket.name(), bucket);
    }

    /** Changes a bucket as it is now. */
    synchronized void change(String name, UnaryOperator<Bucket> change) {
        put(change.apply(get(name)));
    }

    /** Runs {@code work} while no bucket is changed, added or removed through {@link #change} or here. */
    synchronized <T> T exclusively(Supplier<T> work) {
        return work.get();
    }

    void remove(String name) {
        byName.remove(name);
    }
}
