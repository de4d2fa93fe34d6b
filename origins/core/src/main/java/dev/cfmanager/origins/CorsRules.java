// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Fields;
import dev.cfmanager.common.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.CORSConfiguration;
import software.amazon.awssdk.services.s3.model.CORSRule;

/**
 * A bucket's CORS configuration: {@code {"CORSRules": [{"AllowedOrigins": [...], "AllowedMethods": [...],
 * "AllowedHeaders": [...], "ExposeHeaders": [...], "MaxAgeSeconds": n, "ID": "..."}]}}.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html">Elements of a CORS configuration</a>
 */
final class CorsRules {
    private static final int MOST_RULES = 100;
    private static final int MOST_ENTRIES = 100;
    private static final int LONGEST = 1024;
    private static final int LONGEST_ID = 255;
    private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "DELETE", "HEAD");
    private static final Set<String> MEMBERS =
            Set.of("ID", "AllowedOrigins", "AllowedMethods", "AllowedHeaders", "ExposeHeaders", "MaxAgeSeconds");

    /** Origins are compared as texts and headers are tokens: neither has spaces, quotes, markup or control characters. */
    private static final Pattern ORIGIN = Pattern.compile("[A-Za-z0-9.:/_*\\[\\]-]+");

    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private CorsRules() {}

    /** Reads a CORS configuration, notes what is unfit about it, and gives it back with nothing but known members. */
    static ObjectNode read(Fields configuration) {
        configuration.only(Set.of("CORSRules"));
        List<Fields> rules = configuration.objects("CORSRules", MOST_RULES);
        if (rules.isEmpty()) {
            configuration.problem("CORSRules", "needs at least one rule; send null instead to switch CORS off");
        }
        ObjectNode json = Json.object();
        ArrayNode list = json.putArray("CORSRules");
        rules.forEach(rule -> list.add(rule(rule)));
        return json;
    }

    static CORSConfiguration toSdk(ObjectNode json) {
        List<CORSRule> rules = new ArrayList<>();
        for (JsonNode rule : json.path("CORSRules")) {
            rules.add(CORSRule.builder()
                    .id(rule.hasNonNull("ID") ? rule.path("ID").asText() : null)
                    .allowedOrigins(texts(rule.path("AllowedOrigins")))
                    .allowedMethods(texts(rule.path("AllowedMethods")))
                    .allowedHeaders(texts(rule.path("AllowedHeaders")))
                    .exposeHeaders(texts(rule.path("ExposeHeaders")))
                    .maxAgeSeconds(
                            rule.hasNonNull("MaxAgeSeconds")
                                    ? rule.path("MaxAgeSeconds").asInt()
                                    : null)
                    .build());
        }
        return CORSConfiguration.builder().corsRules(rules).build();
    }

    private static ObjectNode rule(Fields rule) {
        rule.only(MEMBERS);
        ObjectNode json = Json.object();
        rule.optionalText("ID", LONGEST_ID).ifPresent(id -> json.put("ID", id));
        put(json, "AllowedOrigins", list(rule, "AllowedOrigins", ORIGIN, true));
        put(json, "AllowedMethods", methods(rule));
        put(json, "AllowedHeaders", list(rule, "AllowedHeaders", HEADER, false));
        List<String> exposed = list(rule, "ExposeHeaders", HEADER, false);
        if (exposed.stream().anyMatch(header -> header.indexOf('*') >= 0)) {
            rule.problem("ExposeHeaders", "takes no *: S3 wants each header by its name");
        }
        put(json, "ExposeHeaders", exposed);
        rule.whole("MaxAgeSeconds", 0, Integer.MAX_VALUE)
                .ifPresent(seconds -> json.put("MaxAgeSeconds", Math.toIntExact(seconds)));
        return json;
    }

    private static List<String> methods(Fields rule) {
        List<String> methods = rule.texts("AllowedMethods", METHODS.size(), LONGEST);
        if (methods.isEmpty() || !METHODS.containsAll(methods)) {
            rule.problem("AllowedMethods", "must name some of GET, PUT, POST, DELETE, HEAD");
        }
        return methods;
    }

    private static List<String> list(Fields rule, String name, Pattern fit, boolean required) {
        List<String> values = rule.texts(name, MOST_ENTRIES, LONGEST);
        if (values.isEmpty() && required) {
            rule.problem(name, "must not be empty");
        }
        for (String value : values) {
            if (!fit.matcher(value).matches() || value.indexOf('*') != value.lastIndexOf('*')) {
                rule.problem(name, "holds an entry that S3 would not take (at most one *, no spaces or quotes)");
                return List.of();
            }
        }
        return values;
    }

    private static void put(ObjectNode json, String name, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode list = json.putArray(name);
            values.forEach(list::add);
        }
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
