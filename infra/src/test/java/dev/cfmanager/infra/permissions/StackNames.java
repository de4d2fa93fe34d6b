// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.permissions;

import dev.cfmanager.local.sam.FunctionDefinition;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives what a handler's own tests touched the names it has in the stack. Such a test names tables after their variables
 * ({@code ORIGINS_TABLE} is {@code origins-table}), and one state machine, role or bucket of the test stands for the one
 * that the template gives the function.
 */
final class StackNames {
    private static final Pattern TABLE = Pattern.compile("(arn:aws:dynamodb:[^:]+:[^:]+:table/)([^/]+)(/.*)?");
    private static final String STACK = "cloudfront-manager-";

    /** Buckets of the data distributor's own tests, and the variables that they and their keys' prefixes stand for. */
    private static final Map<String, Map.Entry<String, String>> BUCKETS = Map.of(
            "fetched", Map.entry("DATA_SOURCE_BUCKET", "DATA_SOURCE_PREFIX"),
            "site", Map.entry("DISTRIBUTION_BUCKET", "DISTRIBUTION_KEY_PREFIX"));

    private StackNames() {}

    /** The stack's name for a resource that a function touched. */
    static String of(FunctionDefinition function, String arn) {
        Map<String, String> variables = function.environment();
        Matcher table = TABLE.matcher(arn);
        if (table.matches() && !table.group(2).startsWith(STACK)) {
            String written = table.group(2).toUpperCase(Locale.ROOT).replace('-', '_');
            String variable = written.endsWith("_TABLE") ? written : written + "_TABLE";
            String rest = table.group(3) == null ? "" : table.group(3);
            return table.group(1) + variables.getOrDefault(variable, table.group(2)) + rest;
        }
        if (arn.contains(":stateMachine:")) {
            return variables.getOrDefault("STATUS_MONITOR_STATE_MACHINE_ARN", arn);
        }
        if (arn.contains(":role/")) {
            return variables.getOrDefault("LAMBDA_EDGE_EXECUTION_ROLE_ARN", arn);
        }
        if (arn.contains(":distribution/") && variables.containsKey("DISTRIBUTION_ID")) {
            return arn.replaceAll("distribution/.*", "distribution/" + variables.get("DISTRIBUTION_ID"));
        }
        if (arn.contains(":cloudfront::")
                && arn.contains(":function/")
                && variables.containsKey("DATA_SWITCH_FUNCTION")) {
            return arn.replaceAll("function/.*", "function/" + variables.get("DATA_SWITCH_FUNCTION"));
        }
        for (Map.Entry<String, Map.Entry<String, String>> bucket : BUCKETS.entrySet()) {
            String named = "arn:aws:s3:::" + bucket.getKey() + "/";
            String real = variables.get(bucket.getValue().getKey());
            if (arn.startsWith(named) && real != null) {
                String prefix =
                        variables.getOrDefault(bucket.getValue().getValue(), "").replaceAll("^/|/$", "");
                String key = arn.substring(named.length());
                return "arn:aws:s3:::" + real + "/" + (key.startsWith(prefix + "/") ? key : prefix + "/" + key);
            }
        }
        return arn;
    }
}
