// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.Store;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.VirtualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Origin access identities in bucket policies: they must exist, and are read back in one spelling.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html#private-content-restricting-access-to-s3-oai">origin
 *     access identities</a>
 */
class OriginAccessIdentityPolicyTest {
    private static final String URL = "https://pages.s3.us-east-1.amazonaws.com/";
    private static final String CANONICAL = "a".repeat(64);
    private static final String SHOWN =
            "\"Principal\":{\"AWS\":\"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1\"}";

    private final KnownIdentities identities = new KnownIdentities();
    private final Store store = new Store(null);
    private final Kernel kernel = new Kernel(new VirtualClock(VirtualClock.EPOCH), store, 1);
    private final S3 s3 = new S3(kernel, identities, kernel.clock());

    @BeforeEach
    void createBucket() throws IOException {
        kernel.add(s3);
        identities.add("E1", CANONICAL);
        signed("PUT", URL, "");
        signed("PUT", URL + "page", "text");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"AWS\":\"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1\"}",
                "{\"AWS\":[\"arn:aws:iam::cloudfront:user/CloudFront_Origin_Access_Identity_E1\"]}",
                "{\"CanonicalUser\":\"" + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" + "\"}"
            })
    void everySpellingIsReadBackAsTheArn(String principal) throws IOException {
        assertThat(put(principal).status()).isEqualTo(204);

        assertThat(signed("GET", URL + "?policy", "").bodyText()).contains(SHOWN);
        assertThat(read(new Reader.OriginAccessIdentity("E1", CANONICAL)).bodyText())
                .isEqualTo("text");
        assertThat(read(new Reader.OriginAccessIdentity("E2", "b".repeat(64))).status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"AWS\":\"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E9\"}",
                "{\"CanonicalUser\":\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\"}"
            })
    void anIdentityThatDoesNotExistIsAnInvalidPrincipal(String principal) throws IOException {
        TwinResponse refusal = put(principal);

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.bodyText())
                .contains("<Code>MalformedPolicy</Code>", "<Message>Invalid principal in policy</Message>", "<Detail>");
    }

    @Test
    void aDeletedIdentityIsShownAsABareIdThatCannotBePutAgain() throws IOException {
        put("{\"CanonicalUser\":\"" + CANONICAL + "\"}");
        identities.remove("E1");

        String shown = signed("GET", URL + "?policy", "").bodyText();

        assertThat(shown).containsPattern("\"AWS\":\"AIDA[A-Z0-9]{17}\"");
        assertThat(signed("GET", URL + "?policy", "").bodyText()).isEqualTo(shown);
        assertThat(signed("PUT", URL + "?policy", shown).bodyText()).contains("Invalid principal in policy");
    }

    private TwinResponse put(String principal) throws IOException {
        return signed("PUT", URL + "?policy", """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":%s,
                "Action":"s3:GetObject","Resource":"arn:aws:s3:::pages/*"}]}""".formatted(principal));
    }

    private TwinResponse read(Reader reader) {
        return s3.read(S3Account.request("GET", URL + "page", Map.of()), reader);
    }

    private TwinResponse signed(String method, String url, String body) throws IOException {
        TwinRequest request = S3Account.request(
                method, url, Map.of("authorization", "Credential=test/20260101/us-east-1/s3/aws4_request"));
        return kernel.handle(request.withBody(body.getBytes(StandardCharsets.UTF_8)));
    }
}
