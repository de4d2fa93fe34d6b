// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The smallest service: {@code Add} counts up, {@code GetCount} reads, {@code Refuse} says no. */
final class CounterService implements TwinService {
    private static final Map<String, String> REFUSAL = Map.of();

    final AtomicInteger count = new AtomicInteger();

    @Override
    public String signingName() {
        return "counter";
    }

    @Override
    public Operation resolve(TwinRequest request, Caller caller) {
        String name = request.header("x-operation").orElseThrow();
        return Operation.of("counter", name, "*", () -> switch (name) {
            case "Add" -> answer(count.incrementAndGet());
            case "GetCount" -> answer(count.get());
            case "Break" -> throw new IllegalStateException("a defect of the service");
            default -> throw new AwsError(409, "Refused", "no", REFUSAL);
        });
    }

    @Override
    public TwinResponse render(AwsError error, TwinRequest request) {
        return TwinResponse.json(error.status(), "text/plain", error.code());
    }

    static TwinRequest request(String operation) {
        return request(operation, "AKIATEST", "test-agent");
    }

    static TwinRequest request(String operation, String accessKeyId, String userAgent) {
        return new TwinRequest(
                "POST",
                "counter.us-east-1.amazonaws.com",
                "/",
                Map.of(),
                Map.of(
                        "x-operation",
                        List.of(operation),
                        "User-Agent",
                        List.of(userAgent),
                        "Authorization",
                        List.of("AWS4-HMAC-SHA256 Credential=" + accessKeyId
                                + "/20260101/us-east-1/counter/aws4_request, SignedHeaders=host, Signature=0")),
                new byte[0]);
    }

    private static TwinResponse answer(int value) {
        return TwinResponse.json(200, "text/plain", String.valueOf(value));
    }
}
