// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Where the S3 tests get their clients from: one place to point them at another S3. */
final class S3Account implements AutoCloseable {
    private final Twin twin;

    S3Account() {
        this(Twin.start());
    }

    S3Account(Twin twin) {
        this.twin = twin;
    }

    Twin twin() {
        return twin;
    }

    /** A real client for one region. */
    S3Client client(String region) {
        return builder(region).build();
    }

    S3ClientBuilder builder(String region) {
        return S3Client.builder()
                .httpClient(twin.httpClient())
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .overrideConfiguration(settings -> settings.retryStrategy(RetryMode.STANDARD));
    }

    /** A client for {@code us-east-1}. */
    S3Client client() {
        return client("us-east-1");
    }

    /** Puts a small text. */
    void put(String bucket, String key, String text) {
        try (S3Client s3 = client()) {
            s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(text));
        }
    }

    /** What somebody without credentials gets at an address such as {@code https://b.s3.us-east-1.amazonaws.com/key}. */
    TwinResponse anonymous(String method, String url, Map<String, String> headers) throws IOException {
        return twin.kernel().handle(request(method, url, headers));
    }

    TwinResponse anonymousGet(String url) throws IOException {
        return anonymous("GET", url, Map.of());
    }

    /** What an identity of the account gets, its signature being accepted for that region. */
    TwinResponse signed(String region, String method, String url, String body) throws IOException {
        String scope = "AWS4-HMAC-SHA256 Credential=test/20260101/" + region + "/s3/aws4_request, SignedHeaders=host";
        return twin.kernel()
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

    @Override
    public void close() {
        twin.close();
    }
}
