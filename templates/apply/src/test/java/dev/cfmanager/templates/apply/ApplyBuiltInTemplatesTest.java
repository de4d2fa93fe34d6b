// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.TwinExtension;
import dev.cfmanager.awstwin.edge.Viewer;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.templates.BuiltInTemplates;
import dev.cfmanager.templates.Template;
import dev.cfmanager.templates.TemplatesStage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** Each built-in template as it is, in front of a managed bucket, to what a viewer gets. */
@ExtendWith(TwinExtension.class)
class ApplyBuiltInTemplatesTest {
    private static final String ORIGIN = "origin-0000000a";
    private static final String BUCKET = "day-one";
    private static final String REGION = "eu-central-1";
    private static final String TEXT = "hello ".repeat(1000);

    private static TemplatesStage stage;

    @BeforeAll
    static void stage(Twin twin) {
        stage = TemplatesStage.on(twin);
        stage.distributions().origin(ORIGIN, BUCKET, REGION);
        upload("index.html", "text/html");
        upload("archive.zip", "application/zip");
        upload("film.m3u8", "application/vnd.apple.mpegurl");
    }

    static List<String> all() {
        return BuiltInTemplates.all().stream().map(Template::id).toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void servesTheBucketWithSecurityHeadersOverHttpsOnly(String id) {
        Distribution distribution = applied(id, "all of " + id);

        TwinResponse page = view(distribution, "/index.html", true, "gzip");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Strict-Transport-Security")).isPresent();
        assertThat(page.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.header("X-Frame-Options")).isPresent();
        assertThat(view(distribution, "/index.html", false, "gzip").status()).isIn(301, 403);
    }

    @Test
    void compressesWhatPagesAreMadeOfAndLeavesDownloadsAsTheyAre() {
        Distribution website = applied("tmpl-static-website", "compressed website");
        Distribution downloads = applied("tmpl-downloads", "plain downloads");
        Distribution media = applied("tmpl-media", "compressed manifests");

        assertThat(view(website, "/index.html", true, "gzip").header("Content-Encoding"))
                .contains("gzip");
        assertThat(view(downloads, "/index.html", true, "gzip").header("Content-Encoding"))
                .isEmpty();
        assertThat(view(media, "/film.m3u8", true, "gzip").header("Content-Encoding"))
                .contains("gzip");
        assertThat(view(media, "/index.html", true, "gzip").header("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void answersDeepLinksOfAnAppWithItsIndexAndMissingPagesOfAWebsiteWith404() {
        Distribution app = applied("tmpl-single-page-app", "app with deep links");
        Distribution website = applied("tmpl-static-website", "website without page");

        TwinResponse deep = view(app, "/orders/17", true, "identity");
        assertThat(deep.status()).isEqualTo(200);
        assertThat(deep.bodyText()).isEqualTo(TEXT);
        upload("404.html", "text/html");
        assertThat(view(website, "/none.html", true, "identity").status()).isEqualTo(404);
    }

    @Test
    void cachesPagesAndNeverAnApi() {
        Distribution website = applied("tmpl-static-website", "cached website");
        Distribution api = applied("tmpl-api", "uncached api");

        for (Distribution distribution : List.of(website, api)) {
            view(distribution, "/index.html", true, "identity");
        }

        assertThat(view(website, "/index.html", true, "identity").header("X-Cache"))
                .contains("Hit from cloudfront");
        assertThat(view(api, "/index.html", true, "identity").header("X-Cache")).contains("Miss from cloudfront");
    }

    private static Distribution applied(String id, String name) {
        GatewayAnswer answer = GatewayCall.of("POST", "/templates/{id}/apply")
                .path("id", id)
                .body("{\"name\":\"" + name + "\",\"parameters\":{\"originId\":\"" + ORIGIN + "\"}}")
                .to(new ApplyTemplateHandler(stage.environment()));
        assertThat(answer.status()).as(answer.message()).isEqualTo(201);
        JsonNode distribution = answer.data().path("distribution");
        return stage.distributions()
                .settle(distribution.path("id").asText())
                .distribution()
                .orElseThrow();
    }

    private static TwinResponse view(Distribution distribution, String path, boolean https, String encoding) {
        return stage.distributions()
                .twin()
                .edge()
                .handle(
                        new TwinRequest(
                                "GET",
                                distribution.domainName().orElseThrow(),
                                path,
                                Map.of(),
                                Map.of("Accept-Encoding", List.of(encoding)),
                                new byte[0]),
                        https ? Viewer.nearby() : Viewer.nearby().overHttp());
    }

    private static void upload(String key, String type) {
        stage.distributions()
                .test()
                .aws()
                .s3(REGION)
                .putObject(put -> put.bucket(BUCKET).key(key).contentType(type), RequestBody.fromString(TEXT));
    }
}
