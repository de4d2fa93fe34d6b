// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import dev.cfmanager.common.aws.AwsClients;
import dev.cfmanager.common.config.ExecutionEnvironment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpResponse;

/** A whole run, through the real SDK, over a source file of 200 MB. */
class LargeFileTest {
    private static final int MEGABYTE = 1024 * 1024;
    private static final int SIZE = 200;

    private final AtomicLong served = new AtomicLong();

    @Test
    void aRunNeedsNoMoreMemoryForALargeFile() {
        try (DataStage stage = new DataStage()) {
            DistributeData small = new DistributeData(stage.test().environment());
            small.run(Trigger.API, new RunOptions(true, OptionalInt.empty()), "admin"); // classes are loaded now
            long ordinary = allocated(small);

            long large = allocated(new DistributeData(withLargeFile(stage)));

            assertThat(served.get()).isGreaterThan((long) SIZE * MEGABYTE);
            assertThat(large - ordinary).isLessThan(20L * MEGABYTE);
        }
    }

    private static long allocated(DistributeData distributor) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        ObjectNode run = distributor.run(Trigger.API, new RunOptions(true, OptionalInt.empty()), "admin");
        long after = threads.getCurrentThreadAllocatedBytes();
        assertThat(run.path("successCount").asInt()).as(run.toString()).isEqualTo(3);
        return after - before;
    }

    /** The stage's environment, where reading {@code regions.json} gives 200 MB that are made on the way. */
    private ExecutionEnvironment withLargeFile(DataStage stage) {
        ExecutionEnvironment usual = stage.test().environment();
        AwsClients aws = AwsClients.over(
                new Enlarging(stage.twin().httpClient()),
                "us-east-1",
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
        return new ExecutionEnvironment(usual.env(), aws, usual.clock(), usual.ids(), usual.log(), span -> {});
    }

    /** The twin keeps objects in memory, so what is large comes from here; everything else is the twin's. */
    private final class Enlarging implements SdkHttpClient {
        private final SdkHttpClient twin;

        Enlarging(SdkHttpClient twin) {
            this.twin = twin;
        }

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            ExecutableHttpRequest usual = twin.prepareRequest(request);
            boolean enlarges = request.httpRequest().method() == SdkHttpMethod.GET
                    && request.httpRequest().encodedPath().endsWith("aws-data/regions.json");
            return enlarges ? new Enlarged(usual) : usual;
        }

        @Override
        public void close() {
            twin.close();
        }
    }

    private final class Enlarged implements ExecutableHttpRequest {
        private final ExecutableHttpRequest usual;

        Enlarged(ExecutableHttpRequest usual) {
            this.usual = usual;
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            SdkHttpResponse small = usual.call().httpResponse();
            byte[] megabyte =
                    ("\"" + "x".repeat(MEGABYTE / 16 - 4) + "\",\n").repeat(16).getBytes(StandardCharsets.UTF_8);
            InputStream body =
                    new SequenceInputStream(Collections.enumeration(Collections.nCopies(SIZE, megabyte).stream()
                            .<InputStream>map(Counted::new)
                            .toList()));
            InputStream document = new SequenceInputStream(Collections.enumeration(List.<InputStream>of(
                    new Counted("[".getBytes(StandardCharsets.UTF_8)),
                    body,
                    new Counted("0]".getBytes(StandardCharsets.UTF_8)))));
            return HttpExecuteResponse.builder()
                    .response(SdkHttpResponse.builder()
                            .statusCode(200)
                            .putHeader("ETag", small.firstMatchingHeader("ETag").orElseThrow())
                            .putHeader("Content-Length", String.valueOf((long) SIZE * megabyte.length + 3))
                            .build())
                    .responseBody(AbortableInputStream.create(document))
                    .build();
        }

        @Override
        public void abort() {
            usual.abort();
        }
    }

    private final class Counted extends ByteArrayInputStream {
        Counted(byte[] content) {
            super(content);
        }

        @Override
        public synchronized int read(byte[] into, int offset, int length) {
            int read = super.read(into, offset, length);
            served.addAndGet(Math.max(read, 0));
            return read;
        }
    }
}
