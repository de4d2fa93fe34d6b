// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

/**
 * URLs that carry a signature.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html">presigned URLs</a>
 */
class S3PresignedUrlsTest {
    private static final String KEY = "a folder/ü+file.txt";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final InstantSource wallClock = now::get;
    private final Twin twin = Twin.builder().wallClock(wallClock).start();

    @BeforeEach
    void createBucket() {
        try (S3Client s3 = client()) {
            s3.createBucket(request -> request.bucket("signed"));
            s3.putObject(request -> request.bucket("signed").key(KEY), RequestBody.fromString("text"));
        }
    }

    @AfterEach
    void close() {
        twin.close();
    }

    @Test
    void aSignedUrlReadsTheObject() throws IOException {
        TwinResponse got = send("GET", presignedGet(credentials("test", "test")), "");

        assertThat(got.status()).as(got.bodyText()).isEqualTo(200);
        assertThat(got.bodyText()).isEqualTo("text");
    }

    @Test
    void aSignedUrlWritesTheObject() throws IOException {
        PresignedPutObjectRequest put = presigner(credentials("test", "test"))
                .presignPutObject(request -> request.signatureDuration(Duration.ofMinutes(5))
                        .putObjectRequest(
                                object -> object.bucket("signed").key("new").contentType("text/x-mine")));
        signedAt(put.url().toString());

        TwinResponse written = send("PUT", put.url().toString(), "written", Map.of("Content-Type", "text/x-mine"));
        TwinResponse otherType = send("PUT", put.url().toString(), "written", Map.of("Content-Type", "text/html"));

        assertThat(written.status()).as(written.bodyText()).isEqualTo(200);
        assertThat(otherType.status()).as("content-type was signed").isEqualTo(403);
        assertThat(otherType.bodyText()).contains("<Code>SignatureDoesNotMatch</Code>");
    }

    @Test
    void itIsForTheSignedMethodKeyAndParametersOnly() throws IOException {
        String url = presignedGet(credentials("test", "test"));

        assertThat(send("PUT", url, "x").bodyText()).contains("SignatureDoesNotMatch");
        assertThat(send("GET", url.replace("file.txt", "file.exe"), "").bodyText())
                .contains("SignatureDoesNotMatch");
        assertThat(send("GET", url + "&response-content-type=text%2Fhtml", "").bodyText())
                .contains("SignatureDoesNotMatch");
        assertThat(send("GET", url.replace("X-Amz-Expires=300", "X-Amz-Expires=900"), "")
                        .bodyText())
                .contains("SignatureDoesNotMatch");
    }

    @Test
    void itExpires() throws IOException {
        String url = presignedGet(credentials("test", "test"));
        Instant signed = now.get();

        now.set(signed.plusSeconds(300));
        assertThat(send("GET", url, "").status()).isEqualTo(200);

        now.set(signed.plusSeconds(301));
        TwinResponse late = send("GET", url, "");
        assertThat(late.status()).isEqualTo(403);
        assertThat(late.bodyText()).contains("<Code>AccessDenied</Code>", "<Message>Request has expired</Message>");

        now.set(signed.minusSeconds(901));
        assertThat(send("GET", url, "").bodyText()).contains("Request is not valid yet");
    }

    @Test
    void virtualTimeDoesNotExpireIt() throws IOException {
        String url = presignedGet(credentials("test", "test"));

        twin.clock().advance(Duration.ofDays(30));

        assertThat(send("GET", url, "").status()).isEqualTo(200);
    }

    @Test
    void theSecretMustBeTheAccessKeys() throws IOException {
        assertThat(send("GET", presignedGet(credentials("test", "guessed")), "").bodyText())
                .contains("<Code>SignatureDoesNotMatch</Code>", "<StringToSign>AWS4-HMAC-SHA256");
        assertThat(send("GET", presignedGet(credentials("AKIAUNKNOWN", "test")), "")
                        .bodyText())
                .contains("<Code>InvalidAccessKeyId</Code>");
    }

    @Test
    void furtherAccessKeysCanBeMadeKnown() throws IOException {
        twin.kernel().credentials().accept("AKIANEW", "its secret");

        assertThat(send("GET", presignedGet(credentials("AKIANEW", "its secret")), "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesUrlsThatAreNotSignedAsS3Wants() throws IOException {
        String url = presignedGet(credentials("test", "test"));

        assertThat(send("GET", url.replace("X-Amz-Expires=300", "X-Amz-Expires=604801"), "")
                        .bodyText())
                .contains("<Code>AuthorizationQueryParametersError</Code>");
        assertThat(send("GET", url.replaceAll("&X-Amz-Date=[^&]*", ""), "").bodyText())
                .contains("<Code>AuthorizationQueryParametersError</Code>");
        assertThat(send(
                                "GET",
                                "https://signed.s3.amazonaws.com/?X-Amz-Credential=test/20260101/us-east-1/s3/aws4_request",
                                "")
                        .bodyText())
                .as("a credential alone is no signature")
                .contains("<Code>AuthorizationQueryParametersError</Code>");
        assertThat(send("GET", "https://signed.s3.amazonaws.com/?AWSAccessKeyId=test", "")
                        .status())
                .isEqualTo(403);
    }

    /** https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html#RESTAuthenticationQueryStringAuth */
    @Test
    void theOlderSignatureIsUnderstoodToo() throws IOException {
        String url = "https://johnsmith.s3.amazonaws.com/photos/puppy.jpg?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE"
                + "&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=1175139620";
        try (S3Client s3 = client()) {
            s3.createBucket(request -> request.bucket("johnsmith"));
            s3.putObject(
                    request -> request.bucket("johnsmith").key("photos/puppy.jpg"), RequestBody.fromString("puppy"));
        }
        now.set(Instant.ofEpochSecond(1175139620));

        assertThat(send("GET", url, "").bodyText()).isEqualTo("puppy");
        assertThat(send("GET", url.replace("puppy", "kitten"), "").bodyText())
                .contains("<Code>SignatureDoesNotMatch</Code>");

        now.set(Instant.ofEpochSecond(1175139621));
        assertThat(send("GET", url, "").bodyText()).contains("Request has expired");
    }

    private S3Client client() {
        return S3Client.builder()
                .httpClient(twin.httpClient())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials("test", "test")))
                .build();
    }

    private String presignedGet(AwsCredentials credentials) {
        String url = presigner(credentials)
                .presignGetObject(request -> request.signatureDuration(Duration.ofMinutes(5))
                        .getObjectRequest(object -> object.bucket("signed").key(KEY)))
                .url()
                .toString();
        signedAt(url);
        return url;
    }

    /** Sets the wall clock to the moment the SDK signed, whatever the machine's clock says. */
    private void signedAt(String url) {
        String date = TwinRequest.parseQuery(URI.create(url).getRawQuery())
                .get("X-Amz-Date")
                .get(0);
        now.set(TIME.parse(date, Instant::from));
    }

    private TwinResponse send(String method, String url, String body) throws IOException {
        return send(method, url, body, Map.of());
    }

    private TwinResponse send(String method, String url, String body, Map<String, String> headers) throws IOException {
        return twin.kernel()
                .handle(S3Account.request(method, url, headers).withBody(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static S3Presigner presigner(AwsCredentials credentials) {
        return S3Presigner.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }

    private static AwsCredentials credentials(String accessKeyId, String secretAccessKey) {
        return AwsBasicCredentials.create(accessKeyId, secretAccessKey);
    }
}
