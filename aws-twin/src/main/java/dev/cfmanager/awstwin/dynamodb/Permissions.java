// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.kernel.Kernel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The IAM actions and resources of a request, as
 * <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html">AWS lists
 * them</a>: transactions need the actions of their items, an index is a resource of its own.
 *
 * @param actions such as {@code dynamodb:GetItem}
 * @param resources table and index ARNs; {@code *} for operations without one
 */
record Permissions(Set<String> actions, List<String> resources) {
    private static final Map<String, String> TRANSACTION_ACTIONS = Map.of(
            "Get", "GetItem",
            "Put", "PutItem",
            "Update", "UpdateItem",
            "Delete", "DeleteItem",
            "ConditionCheck", "ConditionCheckItem");
    private static final Map<String, String> STATEMENT_ACTIONS = Map.of(
            "select", "PartiQLSelect",
            "exists", "PartiQLSelect",
            "insert", "PartiQLInsert",
            "update", "PartiQLUpdate",
            "delete", "PartiQLDelete");
    private static final Pattern STATEMENT_TABLE =
            Pattern.compile("(?i)(?:\\bfrom|\\binto|\\bupdate)\\s+\"?([A-Za-z0-9_.-]+)\"?");

    static Permissions of(String operation, JsonNode body, String region) {
        Set<String> actions = new LinkedHashSet<>();
        Set<String> resources = new LinkedHashSet<>();
        switch (operation) {
            case "TransactGetItems", "TransactWriteItems" ->
                body.path("TransactItems").forEach(item -> item.properties().forEach(part -> {
                    actions.add(TRANSACTION_ACTIONS.getOrDefault(part.getKey(), operation));
                    resources.add(tableArn(part.getValue().path("TableName").asText(), region));
                }));
            case "BatchGetItem", "BatchWriteItem" -> {
                actions.add(operation);
                body.path("RequestItems")
                        .fieldNames()
                        .forEachRemaining(table -> resources.add(tableArn(table, region)));
            }
            case "ExecuteStatement" -> addStatement(body, region, actions, resources);
            case "BatchExecuteStatement" ->
                body.path("Statements").forEach(each -> addStatement(each, region, actions, resources));
            case "ExecuteTransaction" ->
                body.path("TransactStatements").forEach(each -> addStatement(each, region, actions, resources));
            default -> {
                actions.add(operation);
                resources.addAll(named(body, region));
            }
        }
        if (actions.isEmpty()) {
            actions.add(operation);
        }
        Set<String> qualified = new LinkedHashSet<>();
        actions.forEach(action -> qualified.add("dynamodb:" + action));
        return new Permissions(qualified, resources.isEmpty() ? List.of("*") : List.copyOf(resources));
    }

    private static List<String> named(JsonNode body, String region) {
        List<String> resources = new ArrayList<>();
        if (body.hasNonNull("TableName")) {
            String table = tableArn(body.get("TableName").asText(), region);
            resources.add(
                    body.hasNonNull("IndexName")
                            ? table + "/index/" + body.get("IndexName").asText()
                            : table);
        } else if (body.hasNonNull("ResourceArn")) {
            resources.add(body.get("ResourceArn").asText());
        }
        return resources;
    }

    private static void addStatement(JsonNode holder, String region, Set<String> actions, Set<String> resources) {
        String statement = holder.path("Statement").asText().strip();
        String verb = statement.split("[\\s(]", 2)[0].toLowerCase(Locale.ROOT);
        actions.add(STATEMENT_ACTIONS.getOrDefault(verb, "PartiQLSelect"));
        Matcher table = STATEMENT_TABLE.matcher(statement);
        if (table.find()) {
            resources.add(tableArn(table.group(1), region));
        }
    }

    private static String tableArn(String nameOrArn, String region) {
        return nameOrArn.startsWith("arn:")
                ? nameOrArn
                : "arn:aws:dynamodb:" + region + ":" + Kernel.ACCOUNT + ":table/" + nameOrArn;
    }
}
