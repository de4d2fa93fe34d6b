// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes {@link Statement}s of an accepted document. */
final class StatementReader {
    private StatementReader() {}

    static List<Statement> read(JsonNode document) {
        return PolicyJson.statements(document).stream()
                .map(StatementReader::statement)
                .toList();
    }

    private static Statement statement(JsonNode node) {
        boolean exceptPrincipals = node.has("NotPrincipal");
        boolean exceptActions = node.has("NotAction");
        boolean exceptResources = node.has("NotResource");
        return new Statement(
                node.path("Effect").asText().equals("Allow"),
                principals(node.path(exceptPrincipals ? "NotPrincipal" : "Principal")),
                exceptPrincipals,
                PolicyJson.texts(node.path(exceptActions ? "NotAction" : "Action")),
                exceptActions,
                PolicyJson.texts(node.path(exceptResources ? "NotResource" : "Resource")),
                exceptResources,
                conditions(node.path("Condition")));
    }

    /** The principals of a {@code Principal} element. */
    static List<Principal> principals(JsonNode element) {
        if (element.isTextual()) {
            return List.of(Principal.ANYBODY);
        }
        List<Principal> principals = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : element.properties()) {
            PolicyJson.texts(entry.getValue()).forEach(value -> principals.add(new Principal(entry.getKey(), value)));
        }
        return principals;
    }

    /** The conditions of a {@code Condition} element. */
    static List<Condition> conditions(JsonNode element) {
        List<Condition> conditions = new ArrayList<>();
        for (Map.Entry<String, JsonNode> operator : element.properties()) {
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                conditions.add(condition(operator.getKey(), key.getKey(), PolicyJson.texts(key.getValue()))
                        .orElseThrow(() -> PolicyRules.malformed("Invalid Condition type : " + operator.getKey())));
            }
        }
        return conditions;
    }

    private static Optional<Condition> condition(String written, String key, List<String> values) {
        Condition.Quantifier quantifier = Condition.Quantifier.NONE;
        String name = written;
        if (name.startsWith("ForAnyValue:")) {
            quantifier = Condition.Quantifier.ANY;
            name = name.substring("ForAnyValue:".length());
        } else if (name.startsWith("ForAllValues:")) {
            quantifier = Condition.Quantifier.ALL;
            name = name.substring("ForAllValues:".length());
        }
        boolean ifExists = name.endsWith("IfExists");
        Condition.Quantifier counted = quantifier;
        return Operator.named(ifExists ? name.substring(0, name.length() - "IfExists".length()) : name)
                .map(operator -> new Condition(operator, counted, ifExists, key.toLowerCase(Locale.ROOT), values));
    }
}
