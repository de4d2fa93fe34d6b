// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.TwinExtension;
import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@ExtendWith(TwinExtension.class)
class DynamoTemplateRepositoryTest {
    private static final String[] BUILT_IN = {
        "tmpl-static-website", "tmpl-single-page-app", "tmpl-api", "tmpl-downloads", "tmpl-media"
    };

    private TemplatesStage stage;
    private TemplateRepository templates;

    @BeforeEach
    void stage(Twin twin) {
        stage = TemplatesStage.on(twin);
        templates = stage.templates();
    }

    @Test
    void givesBackWhatWasStoredToTheLastMember() {
        Template full = TemplatesStage.sample("tmpl-1")
                .features(List.of("HTTPS"))
                .ssl(new SslSettings("arn", "a.example.com", "https-only", "TLSv1.2_2021"))
                .requestScope("scope")
                .build();

        Optional<Template> stored = templates.create(full);

        assertThat(stored).contains(full.toBuilder().version(1).build());
        assertThat(templates.find("tmpl-1")).isEqualTo(stored);
        assertThat(templates.require("tmpl-1").config()).isEqualTo(TemplatesStage.config());
        assertThat(templates.create(
                        TemplatesStage.sample("tmpl-1").name("other").build()))
                .isEmpty();
        assertThat(templates.find("tmpl-1")).isEqualTo(stored);
    }

    @Test
    void refusesTheSecondOfTwoChangesMadeFromOneReading() {
        Template read = stage.stored(TemplatesStage.sample("tmpl-1"));

        Optional<Template> first =
                templates.update(read.toBuilder().name("first").build());

        assertThat(first.orElseThrow().version()).isEqualTo(2);
        assertThat(templates.update(read.toBuilder().name("second").build())).isEmpty();
        assertThat(templates.delete(read)).isFalse();
        assertThat(templates.require("tmpl-1").name()).isEqualTo("first");
        assertThat(templates.delete(first.get())).isTrue();
    }

    @Test
    void neitherChangesNorRevivesATemplateThatIsGone() {
        Template read = stage.stored(TemplatesStage.sample("tmpl-1"));
        templates.delete(read);

        assertThat(templates.update(read)).isEmpty();
        assertThat(templates.delete(read)).isFalse();
        assertThat(templates.find("tmpl-1")).isEmpty();
        assertThatThrownBy(() -> templates.require("tmpl-1"))
                .isInstanceOfSatisfying(OperationException.class, refusal -> assertThat(refusal.kind())
                        .isEqualTo(ErrorKind.NOT_FOUND));
    }

    @Test
    void showsTheBuiltInTemplatesBeforeAnybodyHasMadeOne() {
        assertThat(ids(templates.list(PageRequest.EVERYTHING))).containsExactly(BUILT_IN);
        assertThat(ids(templates.listByCategory("Web", PageRequest.EVERYTHING)))
                .containsExactly("tmpl-static-website", "tmpl-single-page-app");
        for (String id : BUILT_IN) {
            assertThat(templates.require(id).createdBy()).isEqualTo("system");
        }
        assertThat(stage.distributions()
                        .twin()
                        .calls()
                        .where(call ->
                                call.name().endsWith("Item") && !call.name().endsWith("GetItem")))
                .as("nothing has to be written first")
                .isEmpty();
    }

    @Test
    void keepsWhatSomebodyMadeOfABuiltInTemplate() {
        Template changed = templates
                .update(templates.require("tmpl-api").toBuilder()
                        .name("Our API")
                        .category("General")
                        .build())
                .orElseThrow();

        assertThat(changed.version()).isEqualTo(1);
        assertThat(stage.templates().find("tmpl-api")).contains(changed);
        assertThat(ids(templates.list(PageRequest.EVERYTHING))).containsExactlyInAnyOrder(BUILT_IN);
        assertThat(ids(templates.listByCategory("General", PageRequest.EVERYTHING)))
                .containsExactly("tmpl-api");
        assertThat(ids(templates.listByCategory("API", PageRequest.EVERYTHING))).isEmpty();
        assertThat(templates.update(BuiltInTemplates.find("tmpl-api").orElseThrow()))
                .as("made from what it was before")
                .isEmpty();
    }

    @Test
    void neverBringsBackABuiltInTemplateThatSomebodyDeleted() {
        Template changed = templates
                .update(templates.require("tmpl-media").toBuilder()
                        .name("Films")
                        .build())
                .orElseThrow();

        assertThat(templates.delete(templates.require("tmpl-static-website"))).isTrue();
        assertThat(templates.delete(changed)).isTrue();

        TemplateRepository later = stage.templates();
        for (String id : List.of("tmpl-static-website", "tmpl-media")) {
            assertThat(later.find(id)).isEmpty();
            assertThat(later.delete(BuiltInTemplates.find(id).orElseThrow())).isFalse();
            assertThat(later.update(BuiltInTemplates.find(id).orElseThrow())).isEmpty();
        }
        assertThat(later.update(changed)).isEmpty();
        assertThat(ids(later.list(PageRequest.EVERYTHING)))
                .containsExactly("tmpl-single-page-app", "tmpl-api", "tmpl-downloads");
        assertThat(ids(later.listByCategory("Web", PageRequest.EVERYTHING))).containsExactly("tmpl-single-page-app");
        assertThat(ids(later.listByCategory("Streaming", PageRequest.EVERYTHING)))
                .isEmpty();
    }

    @Test
    void listsEveryTemplateOnceWhateverThePageSize() {
        for (int i = 0; i < 6; i++) {
            stage.stored(TemplatesStage.sample("tmpl-" + i));
        }
        templates.delete(templates.require("tmpl-api"));
        templates.update(templates.require("tmpl-media"));

        for (int limit = 1; limit <= 12; limit++) {
            assertThat(pages(limit, templates::list))
                    .as("by %d", limit)
                    .containsExactlyInAnyOrder(
                            "tmpl-0",
                            "tmpl-1",
                            "tmpl-2",
                            "tmpl-3",
                            "tmpl-4",
                            "tmpl-5",
                            "tmpl-static-website",
                            "tmpl-single-page-app",
                            "tmpl-downloads",
                            "tmpl-media");
            assertThat(pages(limit, page -> templates.listByCategory("Web", page)))
                    .as("by %d", limit)
                    .containsExactlyInAnyOrder(
                            "tmpl-0",
                            "tmpl-1",
                            "tmpl-2",
                            "tmpl-3",
                            "tmpl-4",
                            "tmpl-5",
                            "tmpl-static-website",
                            "tmpl-single-page-app");
        }
    }

    @Test
    void refusesATokenThatIsNotOfThisList() {
        for (String foreign : List.of("built-in.tmpl-none", "built-in", "x", "tmpl-api")) {
            assertThatThrownBy(() -> templates.list(new PageRequest(5, Optional.of(foreign))))
                    .hasMessageStartingWith("nextToken: ");
        }
    }

    /** Defects V-8, F-3 and F-6: features in the configuration, numbers as decimals, members spelt wrongly. */
    @Test
    void readsWhatOlderVersionsWrote() {
        stage.distributions().test().aws().dynamoDb().putItem(put -> put.tableName("templates-table")
                .item(Map.of(
                        "templateId", AttributeValue.fromS("tmpl-old"),
                        "name", AttributeValue.fromS("Old one"),
                        "category", AttributeValue.fromS("Web"),
                        "features", AttributeValue.fromL(List.of()),
                        "config",
                                AttributeValue.fromM(Map.of(
                                        "features", AttributeValue.fromL(List.of(AttributeValue.fromS("HTTPS"))),
                                        "Origins",
                                                AttributeValue.fromM(Map.of("Quantity", AttributeValue.fromN("1.0"))),
                                        "ViewerCertificate",
                                                AttributeValue.fromM(Map.of(
                                                        "AcmCertificateArn", AttributeValue.fromS("arn"),
                                                        "SslSupportMethod", AttributeValue.fromS("sni-only"))))),
                        "createdAt", AttributeValue.fromS("2024-05-06T07:08:09.123Z"))));

        Template old = templates.require("tmpl-old");

        assertThat(old.features()).containsExactly("HTTPS");
        assertThat(old.config().at("/Origins/Quantity").isInt()).isTrue();
        assertThat(old.config().path("ViewerCertificate"))
                .isEqualTo(Json.object().put("ACMCertificateArn", "arn").put("SSLSupportMethod", "sni-only"));
        assertThat(TemplateJson.of(old).path("createdAt").asText()).isEqualTo("2024-05-06T07:08:09.123Z");
        assertThat(templates.update(old.toBuilder().name("New one").build()).map(Template::version))
                .contains(1L);
        assertThat(templates.update(old)).as("read before that").isEmpty();
    }

    private static List<String> pages(int limit, Function<PageRequest, Page<Template>> list) {
        List<String> ids = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<Template> page = list.apply(new PageRequest(limit, token));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            ids.addAll(ids(page));
            token = page.nextToken();
        } while (token.isPresent());
        return ids;
    }

    private static List<String> ids(Page<Template> page) {
        return page.items().stream().map(Template::id).toList();
    }
}
