// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.dynamodb;

import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import software.amazon.dynamodb.services.local.shared.access.LocalDBClient;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteDBAccess;
import software.amazon.dynamodb.services.local.shared.jobs.JobsRegister;

/** The tables of one twin: a database of the engine that all twins of this process share. */
final class Database implements AutoCloseable {
    private static final Duration TO_END = Duration.ofSeconds(5);
    private static final AtomicLong NAMES = new AtomicLong();

    private final LocalEngine engine;
    private final String name = "twin" + NAMES.incrementAndGet();
    private final Queue<Thread> workers = new ConcurrentLinkedQueue<>();

    /** Opens the database file in {@code folder}, or an empty database in memory when it is null. */
    Database(@Nullable Path folder) {
        this.engine = LocalEngine.ofThisProcess();
        SQLiteDBAccess access = folder == null
                ? new SQLiteDBAccess()
                : new SQLiteDBAccess(file(folder).toFile());
        ExecutorService jobs = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, name + "-dynamodb-jobs");
            thread.setDaemon(true);
            workers.add(thread);
            return thread;
        });
        engine.databases().add(name, new LocalDBClient(access, new JobsRegister(jobs, false)));
    }

    TwinResponse answer(TwinRequest request) {
        return engine.answer(name, request);
    }

    @Override
    public void close() {
        engine.databases().remove(name);
        for (Thread worker : workers) {
            try {
                worker.join(TO_END.toMillis()); // interrupted above; whoever closes a twin finds nothing of it left
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Path file(Path folder) {
        try {
            return Files.createDirectories(folder).resolve("dynamodb.db");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the data folder " + folder, e);
        }
    }
}
