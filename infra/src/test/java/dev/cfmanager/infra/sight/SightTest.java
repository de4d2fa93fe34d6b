// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.sight;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.infra.Blueprint;
import dev.cfmanager.infra.Repository;
import dev.cfmanager.local.LocalSystem;
import dev.cfmanager.local.Settings;
import dev.cfmanager.local.template.Properties;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What an operator sees: the lines that the stack's functions really write, the saved queries over them, and the metrics
 * in them that alarms and dashboard name.
 */
class SightTest {
    private static final List<String> LINES = new CopyOnWriteArrayList<>();
    private static String requestId = "";

    @BeforeAll
    static void useTheStack() {
        Settings settings = new Settings(
                Repository.root().resolve("template.yaml"),
                "cloudfront-manager",
                "us-east-1",
                Map.of("AllowedOrigins", "https://console.example"),
                Optional.empty(),
                LINES::add);
        try (Twin twin = Twin.builder().startsAt(Instant.now()).start();
                LocalSystem system = LocalSystem.start(settings, twin)) {
            TwinResponse created = call(
                    system,
                    "POST",
                    "/distributions",
                    "{\"name\":\"seen.example.com\",\"originDomain\":\"origin.example.com\"}");
            assertThat(created.status()).as(created.bodyText()).isEqualTo(201);
            requestId = created.header("X-Request-Id").orElseThrow();
            assertThat(call(system, "GET", "/distributions/dist-00000000", "").status())
                    .isEqualTo(404);
            twin.clock().advance(Duration.ofMinutes(20));
            twin.faults().on("dynamodb", "Scan").fail(400, "AccessDeniedException");
            assertThat(call(system, "GET", "/origins", "").status()).isEqualTo(500);
        }
    }

    @AfterAll
    static void forget() {
        LINES.clear();
    }

    @Test
    void oneIdFindsARequestAndEveryStepThatFollowedFromIt() {
        assertThat(lines("request"))
                .filteredOn(line -> line.path("requestId").asText().equals(requestId))
                .extracting(line -> line.path("operation").asText())
                .containsExactly("CreateDistributionHandler");
        assertThat(lines("task"))
                .filteredOn(line -> line.path("operation").asText().equals("CheckStatusHandler"))
                .isNotEmpty()
                .allSatisfy(
                        line -> assertThat(line.path("correlationId").asText()).isEqualTo(requestId));
    }

    @Test
    void theErrorsQueryFindsWhatFailedWithItsCause() {
        List<ObjectNode> found = query("ErrorsQuery").over(LINES);

        assertThat(found)
                .anySatisfy(row -> {
                    assertThat(row.path("operation").asText()).isEqualTo("ListOriginsHandler");
                    assertThat(row.path("failure").path("type").asText()).isNotEmpty();
                })
                .noneMatch(row -> row.path("status").asInt() == 404);
    }

    @Test
    void theAverageTimeQueryHasARowForEveryOperation() {
        List<ObjectNode> found = query("AverageTimeQuery").over(LINES);

        assertThat(found)
                .extracting(row -> row.path("operation").asText())
                .contains(
                        "CreateDistributionHandler",
                        "GetDistributionHandler",
                        "CheckStatusHandler",
                        "FindPendingHandler");
        assertThat(found).allSatisfy(row -> {
            assertThat(row.path("calls").asInt()).isPositive();
            assertThat(row.path("slowestMs").asDouble())
                    .isGreaterThanOrEqualTo(row.path("averageMs").asDouble());
        });
    }

    @Test
    void theColdStartsQueryCountsEachFunctionOnce() {
        List<ObjectNode> found = query("ColdStartsQuery").over(LINES);

        assertThat(found)
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(row -> assertThat(row.path("coldStarts").asInt()).isEqualTo(1));
        assertThat(found)
                .as("far fewer than the calls")
                .hasSizeLessThan(lines("task").size() + lines("request").size());
    }

    @Test
    void everyAlarmAndWidgetOfOursNamesAMetricThatIsWritten() {
        String written = String.join("\n", LINES)
                + Repository.deployedSources(".java").stream()
                        .filter(file -> file.startsWith("data-distributor"))
                        .map(file -> Repository.text(file.toString()))
                        .collect(Collectors.joining());
        for (Properties alarm :
                Blueprint.resourcesWithEverything("AWS::CloudWatch::Alarm").values()) {
            if (alarm.text("Namespace").equals("CloudFrontManager")) {
                assertThat(written)
                        .contains("\"" + alarm.text("MetricName") + "\"")
                        .contains("\"" + alarm.sections("Dimensions").get(0).text("Value") + "\"");
            }
        }
        JsonNode dashboard = Json.parseOwn(Blueprint.resources("AWS::CloudWatch::Dashboard")
                .values()
                .iterator()
                .next()
                .text("DashboardBody"));
        String namespace = "";
        for (JsonNode widget : dashboard.path("widgets")) {
            for (JsonNode metric : widget.path("properties").path("metrics")) {
                String named = metric.path(0).asText();
                namespace = named.equals(".") || named.equals("...") ? namespace : named;
                if (namespace.equals("CloudFrontManager") && !named.equals("...")) {
                    assertThat(written).contains("\"" + metric.path(1).asText() + "\"");
                }
            }
        }
        assertThat(dashboard.path("widgets").size()).isEqualTo(9);
    }

    @Test
    void metricsInARequestsLineAreWhatCloudWatchReads() {
        ObjectNode line = lines("request").stream()
                .filter(each -> each.path("code").asText().equals("NOT_FOUND"))
                .findFirst()
                .orElseThrow();

        JsonNode directives = line.path("_aws").path("CloudWatchMetrics");
        assertThat(line.path("_aws").path("Timestamp").isIntegralNumber()).isTrue();
        for (JsonNode directive : directives) {
            assertThat(directive.path("Namespace").asText()).isEqualTo("CloudFrontManager");
            directive.path("Dimensions").get(0).forEach(name -> assertThat(
                            line.path(name.asText()).isTextual())
                    .as(name.asText())
                    .isTrue());
            directive.path("Metrics").forEach(metric -> assertThat(
                            line.path(metric.path("Name").asText()).isNumber())
                    .isTrue());
        }
        assertThat(directives.findValuesAsText("Name")).contains("Requests", "Errors", "ThrottleShare");
        assertThat(line.path("Code").asText()).isEqualTo("NOT_FOUND");
        assertThat(line.path("ThrottleShare").asInt()).isZero();
    }

    private static List<ObjectNode> lines(String event) {
        return LINES.stream()
                .map(line -> (ObjectNode) Json.parseOwn(line))
                .filter(line -> line.path("event").asText().equals(event))
                .toList();
    }

    private static LogQuery query(String logicalId) {
        return LogQuery.of(
                Blueprint.resources("AWS::Logs::QueryDefinition").get(logicalId).text("QueryString"));
    }

    private static TwinResponse call(LocalSystem system, String method, String path, String body) {
        String token = system.tokens().orElseThrow().idToken(Optional.of("Administrators"));
        return system.answer(new TwinRequest(
                        method,
                        "127.0.0.1",
                        "/api" + path,
                        new LinkedHashMap<>(),
                        Map.of("Authorization", List.of("Bearer " + token)),
                        body.getBytes(StandardCharsets.UTF_8)))
                .orElseThrow();
    }
}
