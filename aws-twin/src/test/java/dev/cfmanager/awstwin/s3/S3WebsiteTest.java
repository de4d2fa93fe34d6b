// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import static dev.cfmanager.awstwin.conformance.Pages.S3_ERRORS;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.WebsiteConfiguration;

/**
 * Buckets as websites.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteHosting.html">static websites</a>
 */
@Conformance("s3")
class S3WebsiteTest {
    private static final String SITE = "http://site.s3-website-us-east-1.amazonaws.com";

    private final S3Account account;
    private final S3Client s3;

    S3WebsiteTest(Aws aws) {
        account = new S3Account(aws);
        s3 = account.client();
    }

    @BeforeEach
    void createWebsite() {
        s3.createBucket(request -> request.bucket("site"));
        s3.deletePublicAccessBlock(request -> request.bucket("site"));
        configure(WebsiteConfiguration.builder()
                .indexDocument(index -> index.suffix("index.html"))
                .errorDocument(error -> error.key("error.html"))
                .build());
        for (String key : new String[] {"index.html", "error.html", "docs/index.html", "docs/page.html"}) {
            s3.putObject(
                    request -> request.bucket("site").key(key).contentType("text/html"), RequestBody.fromString(key));
        }
        allow("\"s3:GetObject\"");
    }

    @Test
    @AwsPage(S3_GUIDE + "IndexDocumentSupport.html")
    void foldersShowTheirIndex() throws IOException {
        assertThat(get("/").bodyText()).isEqualTo("index.html");
        assertThat(get("/docs/").bodyText()).isEqualTo("docs/index.html");
        assertThat(get("/docs/page.html").bodyText()).isEqualTo("docs/page.html");
        assertThat(get("/docs/page.html").header("Content-Type")).contains("text/html");
    }

    @Test
    @AwsPage(S3_GUIDE + "IndexDocumentSupport.html")
    void aFolderWithoutItsSlashIsSentThere() throws IOException {
        TwinResponse redirect = get("/docs");

        assertThat(redirect.status()).isEqualTo(302);
        assertThat(redirect.header("Location")).contains("/docs/");
    }

    @Test
    @AwsPage(S3_GUIDE + "CustomErrorDocSupport.html")
    void errorsShowTheErrorDocument() throws IOException {
        TwinResponse hidden = get("/missing");
        allow("\"s3:GetObject\",\"s3:ListBucket\"");
        TwinResponse missing = get("/missing");

        assertThat(hidden.status())
                .as("who may not list learns not what is missing")
                .isEqualTo(403);
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.bodyText()).isEqualTo("error.html");
    }

    @Test
    @AwsPage(S3_GUIDE + "CustomErrorDocSupport.html")
    void withoutErrorDocumentThereIsAPlainPage() throws IOException {
        configure(WebsiteConfiguration.builder()
                .indexDocument(index -> index.suffix("index.html"))
                .build());

        TwinResponse refusal = get("/missing");

        assertThat(refusal.status()).isEqualTo(403);
        assertThat(refusal.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        assertThat(refusal.bodyText()).contains("<h1>403 Forbidden</h1>", "<li>Code: AccessDenied</li>");
    }

    @Test
    @AwsPage(S3_GUIDE + "WebsiteAccessPermissionsReqd.html")
    void aWebsiteIsForTheAnonymousPublicOnly() throws IOException {
        s3.deleteBucketPolicy(request -> request.bucket("site"));

        TwinResponse signed = account.signed("us-east-1", "GET", SITE + "/", "");

        assertThat(signed.status()).isEqualTo(403);
        assertThat(get("/").status()).isEqualTo(403);
    }

    @Test
    @AwsPage(S3_GUIDE + "WebsiteEndpoints.html#WebsiteRestEndpointDiff")
    void onlyReadingIsAllowed() throws IOException {
        assertThat(account.anonymous("POST", SITE + "/", Map.of()).status()).isEqualTo(405);
        TwinResponse head = account.anonymous("HEAD", SITE + "/", Map.of());
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("Content-Length")).contains("10");
    }

    @Test
    @AwsPage(undocumented = "the pages name the requests a website endpoint takes, not what it makes of a query")
    void aQueryMeansNothing() throws IOException {
        assertThat(get("/?policy").bodyText()).isEqualTo("index.html");
        assertThat(get("/docs/page.html?versionId=1&list-type=2").bodyText()).isEqualTo("docs/page.html");
    }

    @Test
    @AwsPage(undocumented = "the pages say nothing of conditions and ranges at a website endpoint")
    void conditionsHoldForTheObjectNotForTheErrorPage() throws IOException {
        String tag = get("/").header("ETag").orElseThrow();

        assertThat(account.anonymous("GET", SITE + "/", Map.of("If-None-Match", tag))
                        .status())
                .isEqualTo(304);
        assertThat(account.anonymous("GET", SITE + "/missing", Map.of("Range", "bytes=0-1"))
                        .bodyText())
                .isEqualTo("error.html");
    }

    @Test
    @AwsPage(S3_ERRORS)
    void withoutConfigurationThereIsNoWebsite() throws IOException {
        s3.deleteBucketWebsite(request -> request.bucket("site"));

        assertThat(get("/").status()).isEqualTo(404);
        assertThat(get("/").bodyText()).contains("NoSuchWebsiteConfiguration");
        assertThat(account.anonymousGet("http://nosite.s3-website-us-east-1.amazonaws.com/")
                        .bodyText())
                .contains("NoSuchBucket");
    }

    @Test
    @AwsPage(S3_GUIDE + "how-to-page-redirect.html")
    void everythingMayBeRedirected() throws IOException {
        configure(WebsiteConfiguration.builder()
                .redirectAllRequestsTo(
                        redirect -> redirect.hostName("www.example.com").protocol("https"))
                .build());

        TwinResponse redirect = get("/a%20b/c");

        assertThat(redirect.status()).isEqualTo(301);
        assertThat(redirect.header("Location")).contains("https://www.example.com/a%20b/c");
    }

    @Test
    @AwsPage(S3_GUIDE + "how-to-page-redirect.html#advanced-conditional-redirects")
    void routingRulesRedirectByPrefixAndByError() throws IOException {
        configure(WebsiteConfiguration.builder()
                .indexDocument(index -> index.suffix("index.html"))
                .routingRules(
                        rule -> rule.condition(condition -> condition.keyPrefixEquals("old/"))
                                .redirect(redirect -> redirect.replaceKeyPrefixWith("docs/")),
                        rule -> rule.condition(condition -> condition.httpErrorCodeReturnedEquals("403"))
                                .redirect(redirect -> redirect.hostName("example.com")
                                        .httpRedirectCode("302")
                                        .replaceKeyWith("sorry")))
                .build());

        assertThat(get("/old/page.html").status()).isEqualTo(301);
        assertThat(get("/old/page.html").header("Location")).contains(SITE + "/docs/page.html");
        assertThat(get("/missing").status()).isEqualTo(302);
        assertThat(get("/missing").header("Location")).contains("http://example.com/sorry");
        assertThat(get("/").status()).isEqualTo(200);
    }

    @Test
    @AwsPage(S3_GUIDE + "how-to-page-redirect.html")
    void anObjectMayRedirectItself() throws IOException {
        s3.putObject(
                request -> request.bucket("site").key("moved").websiteRedirectLocation("/docs/"),
                RequestBody.fromString("x"));

        assertThat(get("/moved").status()).isEqualTo(301);
        assertThat(get("/moved").header("Location")).contains("/docs/");
        assertThat(account.anonymousGet("https://site.s3.us-east-1.amazonaws.com/moved")
                        .status())
                .as("the REST endpoint does not redirect")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://site.s3-website-us-east-1.amazonaws.com/",
                "http://site.s3-website.us-east-1.amazonaws.com/",
                "http://site.s3-website.localhost:4566/",
                "http://site.s3-website-us-east-1.localhost:4566/"
            })
    @AwsPage(S3_GUIDE + "WebsiteEndpoints.html")
    void bothFormsOfTheHostAreWebsites(String url) throws IOException {
        assertThat(account.anonymousGet(url).bodyText()).isEqualTo("index.html");
    }

    @Test
    @AwsPage(S3_GUIDE + "Redirects.html")
    void anotherRegionsWebsiteEndpointSendsOn() throws IOException {
        assertThat(account.anonymousGet("http://site.s3-website.eu-central-1.amazonaws.com/")
                        .status())
                .isEqualTo(301);
    }

    private TwinResponse get(String path) throws IOException {
        return account.anonymousGet(SITE + path);
    }

    private void configure(WebsiteConfiguration website) {
        s3.putBucketWebsite(request -> request.bucket("site").websiteConfiguration(website));
    }

    private void allow(String actions) {
        s3.putBucketPolicy(request -> request.bucket("site").policy("""
                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":[%s],
                        "Resource":["arn:aws:s3:::site","arn:aws:s3:::site/*"]}]}
                        """.formatted(actions)));
    }
}
