// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.store.fs.FilePath;
import org.jspecify.annotations.Nullable;

/**
 * Where the twin keeps what it was told: ordered maps by name, in memory, or in one file that survives a killed process
 * (H2's MVStore). In memory values are kept as they are; in a file they are serialised, so a value must be an immutable
 * {@link Serializable}. Two processes cannot open the same folder; the lock ends with its process, however that ends.
 */
public final class Store implements AutoCloseable {
    /** How long replaced data stays in the file: the store's default lets it grow by megabytes a minute. */
    private static final int RETENTION_MILLIS = 1_000;

    private static final Logger LOG = System.getLogger(Store.class.getName());
    private static final int COMPACTION_MILLIS = 200;

    static {
        FilePath.register(new SteadyFile());
    }

    private final MVStore store;
    private final boolean onDisk;

    /**
     * Opens a store in {@code folder}, or in memory when it is null.
     *
     * @throws IllegalStateException when another process has the folder open
     */
    public Store(@Nullable Path folder) {
        this.onDisk = folder != null;
        MVStore.Builder builder = new MVStore.Builder().autoCommitDisabled();
        if (folder != null) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot create the data folder " + folder, e);
            }
            builder.fileName(SteadyFile.SCHEME + ":" + folder.resolve("twin.mv"));
        }
        this.store = open(builder, folder);
        if (onDisk) {
            store.setRetentionTime(RETENTION_MILLIS);
        }
    }

    private static MVStore open(MVStore.Builder builder, @Nullable Path folder) {
        try {
            return builder.open();
        } catch (RuntimeException e) {
            throw new IllegalStateException("cannot open the data folder " + folder + ": " + e.getMessage(), e);
        }
    }

    /** The map of that name, ordered by key; made on first use. */
    public <V extends Serializable> MVMap<String, V> map(String name) {
        return store.openMap(name);
    }

    /** Makes everything written so far survive the end of the process; free in memory. */
    public void commit() {
        if (onDisk) {
            store.commit();
        }
    }

    /** Whether values survive the process. */
    public boolean onDisk() {
        return onDisk;
    }

    /** Whether it was closed. */
    public boolean isClosed() {
        return store.isClosed();
    }

    /** What was committed is in the file already; making the file smaller is tried, and nothing is lost when that fails. */
    @Override
    public void close() {
        try {
            store.close(COMPACTION_MILLIS);
        } catch (MVStoreException failure) { // seen on a file that a killed process left, where H2 doubts itself
            LOG.log(Level.WARNING, "The data file could not be made smaller; nothing is lost.", failure);
            store.closeImmediately();
        }
    }
}
