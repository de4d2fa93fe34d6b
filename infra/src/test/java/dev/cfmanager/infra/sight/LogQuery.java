// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.sight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query of CloudWatch Logs Insights, run over lines. Of the language it knows what the stack's saved queries use, and
 * refuses anything else: {@code fields}, {@code filter} with {@code =} and {@code or}, {@code stats} with {@code count(*)},
 * {@code avg} and {@code max} by one field, {@code sort}, {@code limit}.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html">Query syntax</a>
 */
final class LogQuery {
    private static final Pattern COMPARISON = Pattern.compile("([\\w.@]+) = (\"[^\"]*\"|\\d+)");
    private static final Pattern AGGREGATE = Pattern.compile("(count|avg|max)\\(([\\w.*]+)\\) as (\\w+)");

    private final List<String> commands;

    private LogQuery(List<String> commands) {
        this.commands = commands;
    }

    /** Reads a query: commands separated by bars. */
    static LogQuery of(String text) {
        return new LogQuery(Arrays.stream(text.split("\\|")).map(String::strip).toList());
    }

    /** What it answers for those JSON lines, row by row; a row of {@code fields} has the fields that the line has. */
    List<ObjectNode> over(List<String> lines) {
        List<ObjectNode> rows = new ArrayList<>();
        lines.forEach(line -> rows.add((ObjectNode) Json.parseOwn(line)));
        List<ObjectNode> current = rows;
        for (String command : commands) {
            String[] words = command.split("\\s+", 2);
            current = switch (words[0]) {
                case "fields" -> fields(current, words[1]);
                case "filter" ->
                    current.stream().filter(row -> fits(row, words[1])).toList();
                case "stats" -> stats(current, words[1]);
                case "sort" -> sort(current, words[1]);
                case "limit" -> current.stream().limit(Long.parseLong(words[1])).toList();
                default -> throw new IllegalArgumentException("this test does not know the command " + words[0]);
            };
        }
        return current;
    }

    /** Discovered fields stay usable by later commands, so nothing is taken away here; the names are checked only. */
    private static List<ObjectNode> fields(List<ObjectNode> rows, String names) {
        for (String name : names.split(",")) {
            if (!name.strip().matches("@timestamp|[\\w.]+")) {
                throw new IllegalArgumentException("this test does not know the field " + name);
            }
        }
        return rows;
    }

    private static boolean fits(ObjectNode row, String condition) {
        return Arrays.stream(condition.split(" or ")).anyMatch(part -> {
            Matcher comparison = COMPARISON.matcher(part.strip());
            if (!comparison.matches()) {
                throw new IllegalArgumentException("this test does not know the condition " + part);
            }
            String wanted = comparison.group(2).replace("\"", "");
            return at(row, comparison.group(1)).asText("").equals(wanted);
        });
    }

    private static List<ObjectNode> stats(List<ObjectNode> rows, String text) {
        String[] parts = text.split(" by ");
        Map<String, List<ObjectNode>> groups = new LinkedHashMap<>();
        rows.forEach(row -> groups.computeIfAbsent(at(row, parts[1].strip()).asText(), key -> new ArrayList<>())
                .add(row));
        List<ObjectNode> result = new ArrayList<>();
        groups.forEach((key, group) -> {
            ObjectNode row = Json.object().put(parts[1].strip(), key);
            for (String aggregate : parts[0].split(", ")) {
                Matcher found = AGGREGATE.matcher(aggregate.strip());
                if (!found.matches()) {
                    throw new IllegalArgumentException("this test does not know " + aggregate);
                }
                DoubleSummaryStatistics values = group.stream()
                        .map(each -> at(each, found.group(2)))
                        .filter(JsonNode::isNumber)
                        .mapToDouble(JsonNode::asDouble)
                        .summaryStatistics();
                row.put(
                        found.group(3),
                        switch (found.group(1)) {
                            case "count" -> group.size();
                            case "avg" -> values.getAverage();
                            default -> values.getMax();
                        });
            }
            result.add(row);
        });
        return result;
    }

    private static List<ObjectNode> sort(List<ObjectNode> rows, String text) {
        String field = text.replace(" desc", "").strip();
        if (field.equals("@timestamp")) {
            return rows; // CloudWatch's own time of a line, which the line does not hold
        }
        Comparator<ObjectNode> order =
                Comparator.comparingDouble(row -> at(row, field).asDouble());
        return rows.stream()
                .sorted(text.endsWith(" desc") ? order.reversed() : order)
                .toList();
    }

    private static JsonNode at(ObjectNode row, String path) {
        JsonNode node = row;
        for (String name : path.split("\\.")) {
            node = node.path(name);
        }
        return Objects.requireNonNull(node);
    }
}
