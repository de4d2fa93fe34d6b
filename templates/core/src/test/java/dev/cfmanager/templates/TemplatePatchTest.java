// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Fields;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.json.Problems;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatePatchTest {
    private static final String ARN =
            "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555";

    @Test
    void takesNothingButNameAndConfigurationAndHasDefaultsForTheRest() {
        ObjectNode body = Json.object().put("name", "shop");
        body.set("config", Json.object().put("Comment", "c"));

        Template made = created(body);

        assertThat(made.name()).isEqualTo("shop");
        assertThat(made.description()).isEmpty();
        assertThat(made.category()).isEqualTo("General");
        assertThat(made.features()).isEmpty();
        assertThat(made.config()).isEqualTo(body.path("config"));
        assertThat(TemplateJson.of(made).path("sslConfig"))
                .hasToString(
                        "{\"certificateArn\":null,\"customDomains\":null,\"viewerProtocol\":null,\"minTlsVersion\":null}");
    }

    @Test
    void keepsTheBrowserClientsConfigurationAsItWasSent() {
        ObjectNode expected = TemplatesStage.config();
        expected.putObject("ViewerCertificate").put("CloudFrontDefaultCertificate", true);

        assertThat(created(TemplatesStage.body("shop")).config()).isEqualTo(expected);
    }

    /** Defect F-6: the certificate's members were spelt wrongly, so that no such template could be applied. */
    @Test
    void writesTheCertificateInCloudFrontsOwnSpelling() {
        ObjectNode body = TemplatesStage.body("shop")
                .put("certificateArn", ARN)
                .put("customDomains", " a.example.com,, *.example.com ,a.example.com");
        body.put("viewerProtocol", "https-only").put("minTlsVersion", "TLSv1.2_2019");

        Template made = created(body);

        assertThat(made.config().path("ViewerCertificate"))
                .isEqualTo(Json.object()
                        .put("ACMCertificateArn", ARN)
                        .put("SSLSupportMethod", "sni-only")
                        .put("MinimumProtocolVersion", "TLSv1.2_2019"));
        assertThat(made.config().path("Aliases"))
                .hasToString("{\"Quantity\":2,\"Items\":[\"a.example.com\",\"*.example.com\"]}");
        assertThat(made.config()
                        .at("/DefaultCacheBehavior/ViewerProtocolPolicy")
                        .asText())
                .isEqualTo("https-only");
        assertThat(TemplateJson.of(made).at("/sslConfig/certificateArn").asText())
                .isEqualTo(ARN);
    }

    @Test
    void understandsAConfigurationInTheOldSpelling() {
        ObjectNode body = TemplatesStage.body("shop");
        ((ObjectNode) body.path("config"))
                .putObject("ViewerCertificate")
                .put("AcmCertificateArn", ARN)
                .put("SslSupportMethod", "sni-only");

        assertThat(created(body).config().path("ViewerCertificate"))
                .isEqualTo(Json.object().put("ACMCertificateArn", ARN).put("SSLSupportMethod", "sni-only"));
    }

    /** Defect F-5: what is no member of CloudFront's went to CloudFront. */
    @Test
    void takesFeaturesOutOfTheConfiguration() {
        ObjectNode body = TemplatesStage.body("shop");
        body.remove("features");
        ((ObjectNode) body.path("config")).putArray("features").add("Nested");

        Template made = created(body);

        assertThat(made.features()).containsExactly("Nested");
        assertThat(made.config().has("features")).isFalse();
    }

    @Test
    void leavesWhatAChangeDoesNotName() {
        Template before = created(TemplatesStage.body("shop"));

        assertThat(changed(before, "{\"description\":\"new\"}"))
                .isEqualTo(before.toBuilder().description("new").build());
        assertThat(changed(before, "{}")).isEqualTo(before);
    }

    @Test
    void setsBackWhatAChangeMakesNull() {
        Template before = created(TemplatesStage.body("shop"));

        Template after = changed(before, "{\"description\":null,\"category\":null,\"features\":null}");

        assertThat(after.description()).isEmpty();
        assertThat(after.category()).isEqualTo("General");
        assertThat(after.features()).isEmpty();
    }

    @Test
    void switchesCertificateAndDomainsOnAndOff() {
        Template before = created(TemplatesStage.body("shop"));

        Template on = changed(before, "{\"certificateArn\":\"" + ARN + "\",\"customDomains\":\"a.example.com\"}");
        Template other = changed(on, "{\"customDomains\":\"b.example.com\"}");
        Template off = changed(other, "{\"certificateArn\":\"\",\"customDomains\":null}");

        assertThat(on.config().at("/Aliases/Items/0").asText()).isEqualTo("a.example.com");
        assertThat(other.config().at("/Aliases/Items")).hasToString("[\"b.example.com\"]");
        assertThat(other.config().at("/ViewerCertificate/ACMCertificateArn").asText())
                .isEqualTo(ARN);
        assertThat(off.config()).isEqualTo(before.config());
    }

    @Test
    void appliesTheCertificateToANewConfigurationToo() {
        Template before =
                created(TemplatesStage.body("shop").put("certificateArn", ARN).put("customDomains", "a.example.com"));

        Template after =
                changed(before, "{\"config\":{\"DefaultCacheBehavior\":{\"ViewerProtocolPolicy\":\"allow-all\"}}}");

        assertThat(after.config().at("/ViewerCertificate/ACMCertificateArn").asText())
                .isEqualTo(ARN);
        assertThat(after.config().has("Origins")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name           | 5",
                "name           | \"\"",
                "name           | \"<script>alert(1)</script>\"",
                "name           | \"two\\nlines\"",
                "name           | \"\\u0000\"",
                "name           | \"\\ud800\"",
                "description    | \"<img src=x onerror=alert(1)>\"",
                "description    | {}",
                "category       | \"<b>\"",
                "category       | [\"Web\"]",
                "features       | \"HTTPS\"",
                "features       | [\"<i>\"]",
                "features[1]    | [\"HTTPS\", 7]",
                "config         | {}",
                "config         | null",
                "config         | []",
                "config         | {\"__proto__\": {\"a\": 1}}",
                "/config/Enabled | {\"Enabled\": \"yes\"}",
                "/config/Origins | {\"Origins\": []}",
                "/config/Origins/Items/0 | {\"Origins\": {\"Items\": [\"x\"]}}",
                "/config/Comment | {\"Comment\": \"\\u0007\"}",
                "/config/HttpVersion | {\"HttpVersion\": 2}",
                "certificateArn | \"arn:aws:acm:eu-central-1:123456789012:certificate/a\"",
                "certificateArn | \"x\\\"}\"",
                "customDomains  | \"https://example.com\"",
                "customDomains  | \"a.example.com, b c\"",
                "customDomains  | \"a.*.example.com\"",
                "customDomains  | [\"a.example.com\"]",
                "viewerProtocol | \"http-only\"",
                "minTlsVersion  | \"TLSv9\""
            })
    void refusesWhatIsUnfitByItsName(String name, String value) {
        String field = name.startsWith("/config") ? "config" : name.replaceAll("\\[.*", "");
        ObjectNode body = TemplatesStage.body("shop");
        body.set(field, Json.parseOwn(value));

        OperationException refusal = refused(body);

        assertThat(refusal.kind()).isEqualTo(ErrorKind.VALIDATION_ERROR);
        assertThat(refusal.text()).startsWith("Invalid template: ");
        assertThat(refusal.errors()).singleElement().asString().startsWith(name + ": ");
    }

    @Test
    void reportsEveryProblemAtOnce() {
        ObjectNode body = Json.object().put("description", 1).put("minTlsVersion", "SSLv9");

        assertThat(refused(body).errors())
                .extracting(problem -> problem.replaceAll(":.*", ""))
                .containsExactly("name", "description", "config", "minTlsVersion");
    }

    @Test
    void refusesAConfigurationThatATableCannotKeep() {
        ObjectNode body = TemplatesStage.body("shop");
        ((ObjectNode) body.path("config")).put("Comment", "x".repeat(300_000));

        assertThat(refused(body).errors()).singleElement().asString().startsWith("/config: may have at most");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void neverKeepsAMemberCloudFrontDoesNotKnowNorMarkupInWhatIsShown(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String alphabet = "<>\"'&{}$\\\n\u0000\u202eaZ09.-_/ é\ud83d\ude00";
        for (int i = 0; i < 3400; i++) {
            ObjectNode body = TemplatesStage.body("shop");
            for (String field : List.of("name", "description", "category", "certificateArn", "customDomains")) {
                if (random.nextInt(3) == 0) {
                    body.put(field, text(random, alphabet));
                }
            }
            ((ObjectNode) body.path("config")).put(text(random, alphabet) + "x", text(random, alphabet));
            try {
                Template made = created(body);
                String shown = made.name() + made.description() + made.category() + made.features();
                assertThat(shown).doesNotContain("<", ">", "\u0000");
                assertThat(made.config().properties().stream().map(java.util.Map.Entry::getKey))
                        .allMatch(member -> member.matches("[A-Z][A-Za-z]+"));
            } catch (OperationException refusal) {
                assertThat(refusal.kind()).isEqualTo(ErrorKind.VALIDATION_ERROR);
                assertThat(refusal.errors())
                        .allMatch(problem -> problem.matches(
                                "(?s)(name|description|category|certificateArn|customDomains|/config).*: .*"));
            }
        }
    }

    private static String text(SplittableRandom random, String alphabet) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(12); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static Template created(ObjectNode body) {
        return TemplatePatch.creation(new Fields(body, new Problems()))
                .applyTo(Template.builder().build());
    }

    private static Template changed(Template before, String body) {
        JsonNode node = Json.parseOwn(body);
        return TemplatePatch.change(new Fields((ObjectNode) node, new Problems()))
                .applyTo(before);
    }

    private static OperationException refused(ObjectNode body) {
        return catchThrowableOfType(OperationException.class, () -> created(body));
    }
}
