// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin;

import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Carries a real SDK client's requests to the twin in memory: no socket, no port, the same bytes. Thread-safe. */
public final class TwinHttpClient implements SdkHttpClient {
    private final Kernel kernel;

    TwinHttpClient(Kernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return answer(kernel.handle(translate(request)));
            }

            @Override
            public void abort() {
                // Nothing is on the way: the answer was made while the request was.
            }
        };
    }

    @Override
    public String clientName() {
        return "aws-twin";
    }

    @Override
    public void close() {
        // The twin outlives its clients.
    }

    private static TwinRequest translate(HttpExecuteRequest executed) throws IOException {
        SdkHttpRequest request = executed.httpRequest();
        byte[] body = new byte[0];
        if (executed.contentStreamProvider().isPresent()) {
            try (InputStream stream = executed.contentStreamProvider().get().newStream()) {
                body = stream.readAllBytes();
            }
        }
        Map<String, List<String>> headers = new LinkedHashMap<>(request.headers());
        Map<String, List<String>> query = new LinkedHashMap<>();
        request.forEachRawQueryParameter((name, values) -> query.put(
                name, values.stream().map(value -> value == null ? "" : value).toList()));
        return new TwinRequest(request.method().name(), request.host(), request.encodedPath(), query, headers, body);
    }

    private static HttpExecuteResponse answer(TwinResponse response) {
        SdkHttpFullResponse.Builder http = SdkHttpFullResponse.builder().statusCode(response.status());
        response.headers().forEach(http::putHeader);
        http.putHeader(
                "Content-Length", response.header("Content-Length").orElse(String.valueOf(response.body().length)));
        AbortableInputStream body = AbortableInputStream.create(new ByteArrayInputStream(response.body()));
        return HttpExecuteResponse.builder()
                .response(http.build())
                .responseBody(body)
                .build();
    }
}
