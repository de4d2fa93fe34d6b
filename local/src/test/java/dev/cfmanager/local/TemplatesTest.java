// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.acm.PlantedCertificate;
import dev.cfmanager.awstwin.kernel.Call;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.local.sam.PolicyStatement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The browser client's way through templates, to the letter: the requests it sends and the members it reads, through the
 * real template's gateway, authorizer and functions.
 */
class TemplatesTest {
    private static Twin twin;
    private static LocalSystem system;

    @BeforeAll
    static void start() {
        twin = Twin.builder().startsAt(Instant.now()).start(); // tokens are checked against real time
        system = LocalSystem.start(
                Settings.of(Path.of("..", "template.yaml"), Map.of("AllowedOrigins", "https://app.example.com")), twin);
    }

    @AfterAll
    static void stop() {
        system.close();
        twin.close();
    }

    @Test
    void leadsFromAnEmptyStackToADistributionMadeOfATemplate() {
        String arn = twin.certificates().plant(PlantedCertificate.of("www.example.com", "example.com"));

        // The page of templates: five of them on the first day.
        JsonNode listed = send(200, "GET", "/templates", "").path("templates");
        assertThat(listed).hasSize(5);
        assertThat(listed).allSatisfy(template -> {
            assertThat(template.path("id").asText()).isNotEmpty();
            assertThat(template.path("name").asText()).isNotEmpty();
            assertThat(template.path("category").asText()).isNotEmpty();
            assertThat(template.path("description").asText()).isNotEmpty();
            assertThat(template.path("features")).isNotEmpty().allMatch(JsonNode::isTextual);
        });

        // The form for a new one, whose list of certificates is read first.
        assertThat(send(200, "GET", "/certificates", "")
                        .at("/certificates/0/arn")
                        .asText())
                .isEqualTo(arn);
        JsonNode created = send(
                        201,
                        "POST",
                        "/templates",
                        "{\"name\":\"Our sites\",\"description\":\"For example.com\",\"category\":\"Web\",\"certificateArn\":\""
                                + arn
                                + "\",\"customDomains\":\"www.example.com, example.com\",\"viewerProtocol\":\"redirect-to-https\","
                                + "\"minTlsVersion\":\"TLSv1.2_2021\",\"features\":[\"HTTPS\",\"Compression\"],\"config\":{\"Comment\":"
                                + "\"Our sites\",\"Enabled\":true,\"Origins\":{\"Quantity\":1,\"Items\":[{\"Id\":\"default-origin\","
                                + "\"DomainName\":\"example.com\",\"CustomOriginConfig\":{\"HTTPPort\":80,\"HTTPSPort\":443,"
                                + "\"OriginProtocolPolicy\":\"https-only\"}}]},\"DefaultCacheBehavior\":{\"TargetOriginId\":"
                                + "\"default-origin\",\"ViewerProtocolPolicy\":\"redirect-to-https\",\"AllowedMethods\":{\"Quantity\":2,"
                                + "\"Items\":[\"GET\",\"HEAD\"],\"CachedMethods\":{\"Quantity\":2,\"Items\":[\"GET\",\"HEAD\"]}},"
                                + "\"CachePolicyId\":\"658327ea-f89d-4fab-a63d-7e88639e58f6\",\"Compress\":true},\"PriceClass\":"
                                + "\"PriceClass_100\"}}")
                .path("template");
        String id = created.path("id").asText();

        // Its badges on the page, and the button that shows it whole.
        assertThat(send(200, "GET", "/templates?category=Web", "").path("templates"))
                .filteredOn(template -> template.path("id").asText().equals(id))
                .singleElement()
                .satisfies(
                        template -> assertThat(template.path("features")).hasToString("[\"HTTPS\",\"Compression\"]"));
        assertThat(send(200, "GET", "/templates/" + id, "").path("template")).isEqualTo(created);

        // The button that applies it.
        JsonNode applied =
                send(201, "POST", "/templates/" + id + "/apply", "{\"name\":\"www.example.com\",\"parameters\":{}}");
        assertThat(applied.at("/distribution/templateId").asText()).isEqualTo(id);
        assertThat(applied.at("/distribution/status").asText()).isEqualTo("InProgress");
        assertThat(applied.at("/templateApplied/templateName").asText()).isEqualTo("Our sites");
        assertThat(applied.at("/distribution/config/Aliases/Items")).hasSize(2);
        assertThat(send(200, "GET", "/distributions", "").path("distributions"))
                .extracting(distribution -> distribution.path("name").asText())
                .containsExactly("www.example.com");

        // What the client has no button for.
        assertThat(send(200, "PUT", "/templates/" + id, "{\"description\":\"Used\"}")
                        .at("/template/description")
                        .asText())
                .isEqualTo("Used");
        JsonNode refused = envelope(409, "DELETE", "/templates/" + id, "");
        assertThat(refused.at("/details/distributions/0/name").asText()).isEqualTo("www.example.com");
        assertThat(send(200, "DELETE", "/templates/" + id + "?force=true", "")
                        .path("name")
                        .asText())
                .isEqualTo("Our sites");
        send(200, "DELETE", "/templates/tmpl-media", "");
        assertThat(send(200, "GET", "/templates", "").path("templates")).hasSize(4);

        assertThat(forbidden()).isEmpty();
    }

    /** Calls that the functions made and that the template's policies do not allow them. */
    private static Set<String> forbidden() {
        Set<String> forbidden = new TreeSet<>();
        for (Call call : twin.calls().all()) {
            String function = call.caller().identity();
            if (!system.functions().containsKey(function)) {
                continue;
            }
            List<PolicyStatement> statements = system.permissions(function);
            for (String action : call.iamActions()) {
                for (String resource : call.resources()) {
                    if (!PolicyStatement.allow(statements, action, resource)) {
                        forbidden.add(function + " " + action + " on " + resource);
                    }
                }
            }
        }
        return forbidden;
    }

    private static JsonNode send(int status, String method, String path, String body) {
        return envelope(status, method, path, body).path("data");
    }

    private static JsonNode envelope(int status, String method, String path, String body) {
        String token = system.tokens().orElseThrow().idToken(Optional.of("Administrators"));
        int question = path.indexOf('?');
        Map<String, List<String>> query = new LinkedHashMap<>();
        if (question >= 0) {
            String[] parameter = path.substring(question + 1).split("=", -1);
            query.put(parameter[0], List.of(parameter[1]));
        }
        TwinResponse answer = system.answer(new TwinRequest(
                        method,
                        "localhost:8080",
                        "/api" + (question < 0 ? path : path.substring(0, question)),
                        query,
                        Map.of(
                                "Authorization", List.of("Bearer " + token),
                                "Content-Type", List.of("application/json"),
                                "Origin", List.of("https://app.example.com")),
                        body.getBytes(StandardCharsets.UTF_8)))
                .orElseThrow();
        assertThat(answer.status()).as(answer.bodyText()).isEqualTo(status);
        assertThat(answer.header("Access-Control-Allow-Origin")).contains("https://app.example.com");
        return Json.parseOwn(answer.bodyText());
    }
}
