// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.certificates.list;

import java.io.IOException;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/** Counts how many DescribeCertificate calls are on the way at the same time, and lets them go only in that company. */
final class CountingHttpClient implements SdkHttpClient {
    private final SdkHttpClient twin;
    private final Company company;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    CountingHttpClient(SdkHttpClient twin, int company) {
        this(twin, new CyclicBarrier(company));
    }

    private CountingHttpClient(SdkHttpClient twin, CyclicBarrier barrier) {
        this(twin, () -> barrier.await(20, TimeUnit.SECONDS));
    }

    private CountingHttpClient(SdkHttpClient twin, Company company) {
        this.twin = twin;
        this.company = company;
    }

    /** Lets none go: each waits, on its own, until it is interrupted. */
    static CountingHttpClient silent(SdkHttpClient twin) {
        return new CountingHttpClient(twin, () -> new CountDownLatch(1).await());
    }

    int most() {
        return most.get();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest prepared = twin.prepareRequest(request);
        boolean counts = request.httpRequest()
                .firstMatchingHeader("X-Amz-Target")
                .filter("CertificateManager.DescribeCertificate"::equals)
                .isPresent();
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                if (!counts) {
                    return prepared.call();
                }
                most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                try {
                    company.await();
                    return prepared.call();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted", e);
                } catch (BrokenBarrierException | TimeoutException e) {
                    throw new IllegalStateException("not so many at the same time", e);
                } finally {
                    inFlight.decrementAndGet();
                }
            }

            @Override
            public void abort() {
                prepared.abort();
            }
        };
    }

    @Override
    public void close() {
        twin.close();
    }

    /** What a call waits for before it goes. */
    @FunctionalInterface
    private interface Company {
        void await() throws InterruptedException, BrokenBarrierException, TimeoutException;
    }
}
