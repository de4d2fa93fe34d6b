// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.log;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * One line of metrics in CloudWatch's Embedded Metric Format: CloudWatch reads the numbers out of the log, so no call is
 * made and no permission is needed. Collect values, then {@link #emit}, or put them {@link #into} a line that is written
 * anyway. Not thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">Embedded Metric Format</a>
 */
public final class Metrics {
    /** The namespace of all metrics of this product. */
    public static final String NAMESPACE = "CloudFrontManager";

    /** CloudWatch's units that we use. */
    public enum Unit {
        /** A number of things. */
        COUNT("Count"),
        /** A duration. */
        MILLISECONDS("Milliseconds"),
        /** An age. */
        SECONDS("Seconds"),
        /** A share, 0 to 100. */
        PERCENT("Percent");

        private final String word;

        Unit(String word) {
            this.word = word;
        }
    }

    private final Map<String, Unit> units = new LinkedHashMap<>();
    private final ObjectNode values = Json.object();
    private final Map<String, String> breakdowns = new LinkedHashMap<>();
    private final Map<String, String> dimensions = new LinkedHashMap<>();

    /** Adds a dimension, such as the operation; each value of it is a metric of its own, so keep them few. */
    public Metrics dimension(String name, String value) {
        dimensions.put(name, value);
        return this;
    }

    /** Adds a value. */
    public Metrics put(String name, double value, Unit unit) {
        units.put(name, unit);
        if (value == Math.rint(value)) {
            values.put(name, (long) value);
        } else {
            values.put(name, value);
        }
        return this;
    }

    /** Has a value counted once more by a further dimension, such as errors by their code. */
    public Metrics breakDown(String name, String dimension, String value) {
        breakdowns.put(dimension, name);
        values.put(dimension, value);
        return this;
    }

    /** Writes the line; nothing when no value was put. */
    public void emit(JsonLog log, InstantSource clock) {
        if (units.isEmpty()) {
            return;
        }
        ObjectNode line = Json.object();
        line.set("_aws", directives(clock));
        dimensions.forEach(line::put);
        line.setAll(values);
        log.raw(Json.write(line));
    }

    /** Puts the metrics among the fields of a log line, which saves a line of their own. */
    public void into(Map<String, Object> fields, InstantSource clock) {
        fields.put("_aws", directives(clock));
        fields.putAll(dimensions);
        values.properties().forEach(value -> fields.put(value.getKey(), value.getValue()));
    }

    private ObjectNode directives(InstantSource clock) {
        ObjectNode aws = Json.object().put("Timestamp", clock.millis());
        ArrayNode directives = aws.putArray("CloudWatchMetrics");
        ArrayNode all = directive(directives, dimensions.keySet());
        units.forEach((name, unit) -> all.addObject().put("Name", name).put("Unit", unit.word));
        breakdowns.forEach((dimension, name) -> {
            Set<String> finer = new LinkedHashSet<>(dimensions.keySet());
            finer.add(dimension);
            directive(directives, finer)
                    .addObject()
                    .put("Name", name)
                    .put("Unit", units.getOrDefault(name, Unit.COUNT).word);
        });
        return aws;
    }

    private static ArrayNode directive(ArrayNode directives, Set<String> by) {
        ObjectNode directive = directives.addObject().put("Namespace", NAMESPACE);
        ArrayNode names = directive.putArray("Dimensions").addArray();
        by.forEach(names::add);
        return directive.putArray("Metrics");
    }
}
