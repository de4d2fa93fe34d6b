// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonCheckTest {
    private static final int MEGABYTE = 1024 * 1024;

    @Test
    void reads200MegabytesInAFewOfItsOwn() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] megabyte =
                ("\"" + "x".repeat(MEGABYTE / 16 - 4) + "\",\n").repeat(16).getBytes(StandardCharsets.UTF_8);
        long before = threads.getCurrentThreadAllocatedBytes();

        assertThat(JsonCheck.check(document(megabyte, 200), false)).isEmpty();

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20L * MEGABYTE);
    }

    @Test
    void noticesATruncationAtTheVeryEnd() throws IOException {
        byte[] entry = "\"x\",".getBytes(StandardCharsets.UTF_8);
        InputStream cut =
                new SequenceInputStream(text("["), new SequenceInputStream(repeat(entry, 1000), text("\"x\"")));

        assertThat(JsonCheck.check(cut, false))
                .hasValueSatisfying(unfit -> assertThat(unfit.errorType()).isEqualTo("InvalidJson"));
    }

    private static InputStream document(byte[] chunk, int times) {
        return new SequenceInputStream(text("["), new SequenceInputStream(repeat(chunk, times), text("0]")));
    }

    private static InputStream repeat(byte[] chunk, int times) {
        List<byte[]> chunks = Collections.nCopies(times, chunk);
        return new SequenceInputStream(Collections.enumeration(
                chunks.stream().map(ByteArrayInputStream::new).toList()));
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
