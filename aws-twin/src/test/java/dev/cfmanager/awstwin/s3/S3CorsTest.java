// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import static dev.cfmanager.awstwin.conformance.Pages.AWS;
import static dev.cfmanager.awstwin.conformance.Pages.S3_GUIDE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.AwsPage;
import dev.cfmanager.awstwin.conformance.Conformance;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What browsers are told about scripts of other origins.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html">CORS</a>
 */
@Conformance("s3")
class S3CorsTest {
    private static final String URL = "https://shared.s3.us-east-1.amazonaws.com/key";

    private final S3Account account;
    private final S3Client s3;

    S3CorsTest(Aws aws) {
        account = new S3Account(aws);
        s3 = account.client();
    }

    @BeforeEach
    void createBucket() {
        s3.createBucket(request -> request.bucket("shared"));
        s3.putBucketCors(request -> request.bucket("shared")
                .corsConfiguration(configuration -> configuration.corsRules(
                        rule -> rule.allowedOrigins("https://*.example.com")
                                .allowedMethods("PUT", "GET")
                                .allowedHeaders("x-amz-*", "Content-Type")
                                .exposeHeaders("ETag")
                                .maxAgeSeconds(60),
                        rule -> rule.allowedOrigins("*").allowedMethods("GET"))));
    }

    @Test
    @AwsPage(AWS + "AmazonS3/latest/API/RESTOPTIONSobject.html")
    void aPreflightIsAnsweredWithoutSignature() throws IOException {
        TwinResponse answer = preflight("https://app.example.com", "PUT", "x-amz-date, content-type");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).contains("https://app.example.com");
        assertThat(answer.header("Access-Control-Allow-Methods")).contains("PUT, GET");
        assertThat(answer.header("Access-Control-Allow-Headers")).contains("x-amz-date, content-type");
        assertThat(answer.header("Access-Control-Expose-Headers")).contains("ETag");
        assertThat(answer.header("Access-Control-Max-Age")).contains("60");
        assertThat(answer.header("Access-Control-Allow-Credentials")).contains("true");
        assertThat(answer.header("Vary"))
                .hasValueSatisfying(vary -> assertThat(vary).contains("Origin"));
    }

    @Test
    @AwsPage(S3_GUIDE + "cors.html")
    void theFirstRuleThatFitsDecides() throws IOException {
        TwinResponse answer = preflight("https://other.org", "GET", "");

        assertThat(answer.header("Access-Control-Allow-Origin")).contains("*");
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
    }

    @Test
    @AwsPage(AWS + "AmazonS3/latest/API/RESTOPTIONSobject.html")
    void whatNoRuleAdmitsIsForbidden() throws IOException {
        assertThat(preflight("https://other.org", "PUT", "").status()).isEqualTo(403);
        assertThat(preflight("https://app.example.com", "PUT", "x-mine").bodyText())
                .contains("<Code>AccessForbidden</Code>", "not whitelisted");
        assertThat(account.anonymous("OPTIONS", URL, Map.of()).status()).isEqualTo(400);

        s3.deleteBucketCors(request -> request.bucket("shared"));
        assertThat(preflight("https://app.example.com", "GET", "").bodyText())
                .contains("CORS is not enabled for this bucket");
    }

    @Test
    @AwsPage(S3_GUIDE + "cors.html")
    void answersToScriptsSayWhoMaySeeThemErrorsToo() throws IOException {
        TwinResponse refused = account.anonymous("GET", URL, Map.of("Origin", "https://app.example.com"));
        TwinResponse plain = account.anonymous("GET", URL, Map.of());

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.header("Access-Control-Allow-Origin")).contains("https://app.example.com");
        assertThat(plain.header("Access-Control-Allow-Origin")).isEmpty();
    }

    private TwinResponse preflight(String origin, String method, String headers) throws IOException {
        Map<String, String> all = headers.isEmpty()
                ? Map.of("Origin", origin, "Access-Control-Request-Method", method)
                : Map.of(
                        "Origin", origin,
                        "Access-Control-Request-Method", method,
                        "Access-Control-Request-Headers", headers);
        return account.anonymous("OPTIONS", URL, all);
    }
}
