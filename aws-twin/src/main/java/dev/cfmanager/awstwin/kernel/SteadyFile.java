// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.Locale;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePathWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A file that interrupted threads may use. The JDK closes a {@link FileChannel} under a thread that is interrupted, and
 * the store with it: an SDK call that times out (which interrupts its thread) would take all of the twin's data along.
 * Public only because H2 makes instances by reflection.
 */
public final class SteadyFile extends FilePathWrapper {
    static final String SCHEME = "steady";

    /** For H2, which wraps a path into it. */
    public SteadyFile() {}

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        String access = mode.toLowerCase(Locale.ROOT).startsWith("rw") ? "rw" : "r";
        return new Channel(new RandomAccessFile(getBase().toString(), access));
    }

    /** Positioned reads and writes by {@link RandomAccessFile}, which knows no interruption. */
    private static final class Channel extends FileBaseDefault {
        private final RandomAccessFile file;

        Channel(RandomAccessFile file) {
            this.file = file;
        }

        @Override
        public synchronized int read(ByteBuffer into, long at) throws IOException {
            byte[] bytes = new byte[into.remaining()];
            file.seek(at);
            int count = file.read(bytes);
            if (count > 0) {
                into.put(bytes, 0, count);
            }
            return count;
        }

        @Override
        public synchronized int write(ByteBuffer from, long at) throws IOException {
            byte[] bytes = new byte[from.remaining()];
            from.get(bytes);
            file.seek(at);
            file.write(bytes);
            return bytes.length;
        }

        @Override
        public synchronized long size() throws IOException {
            return file.length();
        }

        @Override
        protected synchronized void implTruncate(long newLength) throws IOException {
            if (newLength < file.length()) {
                file.setLength(newLength);
            }
        }

        @Override
        public synchronized void force(boolean metaData) throws IOException {
            file.getFD().sync();
        }

        @Override
        public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
            boolean interrupted = Thread.interrupted(); // the one step that still needs the JDK's channel
            try {
                return file.getChannel().tryLock(position, size, shared);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
