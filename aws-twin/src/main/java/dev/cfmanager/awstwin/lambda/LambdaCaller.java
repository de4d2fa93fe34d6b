// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How other services of the twin invoke functions: through the front door, so that faults strike and the call log sees it. */
public final class LambdaCaller {
    private final Kernel kernel;

    /** A caller through this kernel. */
    public LambdaCaller(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * Invokes a function.
     *
     * @param identity who the call log shall name
     * @param region where the function lives
     * @param function name or ARN
     * @param qualifier version or alias, or null
     * @param invocationType {@code RequestResponse}, {@code Event} or {@code DryRun}
     * @return Lambda's HTTP answer: the function's payload, or Lambda's refusal
     * @throws IOException when the fault script breaks the connection
     */
    public TwinResponse invoke(
            String identity,
            String region,
            String function,
            @Nullable String qualifier,
            String invocationType,
            byte[] payload)
            throws IOException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put(
                "Authorization",
                List.of("AWS4-HMAC-SHA256 Credential=" + identity + "/20260101/" + region + "/lambda/aws4_request"));
        headers.put("X-Amz-Invocation-Type", List.of(invocationType));
        Map<String, List<String>> query = qualifier == null ? Map.of() : Map.of("Qualifier", List.of(qualifier));
        String path = "/2015-03-31/functions/" + URLEncoder.encode(function, StandardCharsets.UTF_8) + "/invocations";
        return kernel.handle(
                new TwinRequest("POST", "lambda." + region + ".amazonaws.com", path, query, headers, payload));
    }
}
