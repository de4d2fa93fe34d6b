// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * Where the twin keeps what it was told: ordered maps by name, in memory, or in one file that survives a killed process
 * (H2's MVStore). In memory values are kept as they are; in a file they are serialised, so a value must be an immutable
 * {@link Serializable}.
 */
public final class Store implements AutoCloseable {
    private final MVStore store;
    private final boolean onDisk;

    /** Opens a store in {@code folder}, or in memory when it is null. */
    public Store(@Nullable Path folder) {
        this.onDisk = folder != null;
        MVStore.Builder builder = new MVStore.Builder().autoCommitDisabled();
        if (folder != null) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot create the data folder " + folder, e);
            }
            builder.fileName(folder.resolve("twin.mv").toString());
        }
        this.store = builder.open();
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

    @Override
    public void close() {
        store.close();
    }
}
