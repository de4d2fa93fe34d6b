// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.Mode;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The S3 of one {@link Aws}: clients by region, and requests that no client would send. */
final class S3Account {
    private final Aws aws;
    private final Map<String, String> names = new LinkedHashMap<>();

    S3Account(Aws aws) {
        this.aws = aws;
    }

    Twin twin() {
        return aws.twin();
    }

    /** A bucket name that nobody else has, the same for the same word. */
    String unique(String name) {
        return names.computeIfAbsent(name, aws::unique);
    }

    /** Leaves the test out where all regions share one endpoint, whose host says nothing. */
    void needsHostsOfAws() {
        Assumptions.assumeTrue(aws.mode() == Mode.IN_MEMORY, "only AWS's own host names name a region");
    }

    /** Lets that much time pass. */
    void pass(Duration time) {
        aws.pass(time);
    }

    /** A client for {@code us-east-1}. */
    S3Client client() {
        return client("us-east-1");
    }

    /** A client for one region. */
    S3Client client(String region) {
        return aws.s3(Region.of(region));
    }

    /** A client with settings of its own. */
    S3Client client(String region, S3ClientBuilder settings) {
        return aws.client(aws.mode() == Mode.IN_MEMORY ? settings : settings.forcePathStyle(true), Region.of(region));
    }

    /** Puts a small text. */
    void put(String bucket, String key, String text) {
        client().putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(text));
    }

    /** What somebody without credentials gets at an address such as {@code https://b.s3.us-east-1.amazonaws.com/key}. */
    TwinResponse anonymous(String method, String url, Map<String, String> headers) throws IOException {
        return twin().kernel().handle(request(method, url, headers));
    }

    TwinResponse anonymousGet(String url) throws IOException {
        return anonymous("GET", url, Map.of());
    }

    /** What an identity of the account gets, its signature being accepted for that region. */
    TwinResponse signed(String region, String method, String url, String body) throws IOException {
        String scope = "AWS4-HMAC-SHA256 Credential=test/20260101/" + region + "/s3/aws4_request, SignedHeaders=host";
        return twin().kernel()
                .handle(request(method, url, Map.of("authorization", scope))
                        .withBody(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** A request without a signature. */
    static TwinRequest request(String method, String url, Map<String, String> headers) {
        URI uri = URI.create(url);
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("host", List.of(uri.getAuthority()));
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        return new TwinRequest(
                method, uri.getAuthority(), uri.getRawPath(), TwinRequest.parseQuery(query), all, new byte[0]);
    }
}
