// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.infra.Blueprint;
import dev.cfmanager.infra.Repository;
import dev.cfmanager.local.sam.FunctionDefinition;
import dev.cfmanager.origins.Origin;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each function's memory and time are what {@code docs/operators/memory-and-time.md} gives a reason for. */
class MemoryAndTimeTest {
    /** Lambda's integration with API Gateway ends after 29 seconds. */
    private static final Duration GATEWAY = Duration.ofSeconds(29);

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| (`\\w+`|all others) \\| (\\d+) \\| (\\d+) \\| (`\\w+`|unreserved) \\|(.*)\\|$");
    private static final String OTHERS = "all others";

    private static final Map<String, Row> ROWS = rows();

    private record Row(int memory, Duration time, String concurrency, String reason) {}

    @Test
    void everyFunctionHasTheMemoryAndTheTimeThatTheDocumentGivesAReasonFor() {
        for (FunctionDefinition function : Blueprint.functions()) {
            Row row = row(function.logicalId());

            assertThat(function.memoryMegabytes()).as(function.logicalId()).isEqualTo(row.memory());
            assertThat(function.timeout()).as(function.logicalId()).isEqualTo(row.time());
        }
    }

    @Test
    void everyReservationIsInTheDocument() {
        Set<String> reserving = Blueprint.resources(FunctionDefinition.TYPE).entrySet().stream()
                .filter(function -> function.getValue().has("ReservedConcurrentExecutions"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(ROWS.keySet().stream()
                        .filter(name -> ROWS.get(name).concurrency().equals("`PollerConcurrency`")))
                .containsExactlyInAnyOrderElementsOf(reserving);
    }

    @Test
    void everyRowIsOfAFunctionThatThereIsAndSaysWhy() {
        Set<String> functions = Blueprint.functions().stream()
                .map(FunctionDefinition::logicalId)
                .collect(Collectors.toCollection(TreeSet::new));
        functions.add(OTHERS);

        assertThat(functions).containsAll(ROWS.keySet());
        assertThat(ROWS).containsKey(OTHERS);
        assertThat(ROWS.values())
                .allSatisfy(row -> assertThat(row.reason().strip()).hasSizeGreaterThan(40));
    }

    @Test
    void everyValueThatIsNotTheDefaultHasItsReasonBesideItInTheTemplate() {
        List<String> lines = Repository.text("template.yaml").lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).matches(" +(Timeout|MemorySize): \\d+")) {
                String before = lines.get(i - 1).strip();
                assertThat(before)
                        .as("template.yaml:%d", i + 1)
                        .matches(line -> line.startsWith("#") || line.startsWith("MemorySize:"), "says why");
            }
        }
    }

    @Test
    void whatAnswersTheApiEndsBeforeTheGatewayGivesUpUnlessTheDocumentSaysOtherwise() {
        for (FunctionDefinition function : Blueprint.functions()) {
            if (function.routes().isEmpty() || function.timeout().compareTo(GATEWAY) < 0) {
                continue;
            }
            assertThat(row(function.logicalId()).reason())
                    .as(function.logicalId())
                    .containsAnyOf("504", "As for creating");
        }
    }

    @Test
    void nothingRunsOnWhenOthersTakeItForDead() {
        JsonNode monitor = Json.parseOwn(Repository.text("infra/status-monitor.asl.json"));
        Duration task = Duration.ofSeconds(
                monitor.path("States").path("Advance").path("TimeoutSeconds").asInt());
        Map<String, Duration> times = Blueprint.functions().stream()
                .collect(Collectors.toMap(FunctionDefinition::logicalId, FunctionDefinition::timeout));

        assertThat(times.get("CheckStatusFunction")).isLessThan(task);
        assertThat(times.get("DistributeDataFunction"))
                .isLessThan(seconds(
                        "data-distributor/src/main/java/dev/cfmanager/datadistributor/Ledger.java", "LEASE_LENGTH"));
        Duration distributions = seconds(
                "distributions/core/src/main/java/dev/cfmanager/distributions/reconcile/Pace.java", "LONGEST_WORK");
        times.forEach((name, time) -> {
            if (!name.equals("DistributeDataFunction")) {
                assertThat(time).as(name).isLessThan(Origin.LONGEST_WORK).isLessThan(distributions);
            }
        });
    }

    @Test
    void noScheduledRunIsStillAtWorkWhenTheNextOneBegins() {
        for (FunctionDefinition function : Blueprint.functions()) {
            function.schedules().stream()
                    .map(schedule -> Pattern.compile("rate\\((\\d+) minutes\\)").matcher(schedule.expression()))
                    .filter(java.util.regex.Matcher::matches)
                    .forEach(rate -> assertThat(function.timeout())
                            .as(function.logicalId())
                            .isLessThan(Duration.ofMinutes(Long.parseLong(rate.group(1)))));
        }
    }

    private static Duration seconds(String file, String constant) {
        return Pattern.compile(constant + " = Duration.ofSeconds\\((\\d+)\\)")
                .matcher(Repository.text(file))
                .results()
                .map(found -> Duration.ofSeconds(Long.parseLong(found.group(1))))
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + " has no " + constant + " in seconds"));
    }

    private static Row row(String function) {
        return ROWS.getOrDefault(function, ROWS.get(OTHERS));
    }

    private static Map<String, Row> rows() {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (MatchResult row : ROW.matcher(Repository.text("docs/operators/memory-and-time.md"))
                .results()
                .toList()) {
            rows.put(
                    row.group(1).replace("`", ""),
                    new Row(
                            Integer.parseInt(row.group(2)),
                            Duration.ofSeconds(Long.parseLong(row.group(3))),
                            row.group(4),
                            row.group(5)));
        }
        return rows;
    }
}
