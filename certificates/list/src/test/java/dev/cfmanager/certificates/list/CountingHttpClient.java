// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.certificates.list;

import java.io.IOException;
import java.util.concurrent.BrokenBarrierException;
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
    private final CyclicBarrier company;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    CountingHttpClient(SdkHttpClient twin, int company) {
        this.twin = twin;
        this.company = new CyclicBarrier(company);
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
                    company.await(20, TimeUnit.SECONDS);
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
}
