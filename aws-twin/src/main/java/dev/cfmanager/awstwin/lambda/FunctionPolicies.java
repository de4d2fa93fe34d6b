// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Json;
import dev.cfmanager.awstwin.kernel.JsonInput;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** Resource-based policies: who else may invoke a function. */
final class FunctionPolicies {
    /** 20 KB; <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda quotas</a>. */
    private static final int LARGEST = 20_480;

    private static final Pattern STATEMENT_ID = Pattern.compile("[a-zA-Z0-9-_]{1,100}");
    private static final Pattern ACTION = Pattern.compile("lambda:[*]|lambda:[a-zA-Z]+|[*]");

    private final FunctionData data;

    FunctionPolicies(FunctionData data) {
        this.data = data;
    }

    /** <a href="https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html">AddPermission</a>. */
    synchronized ObjectNode add(FunctionName name, JsonInput input) {
        if (name.qualifier().orElse("").equals(FunctionVersion.LATEST)) {
            throw LambdaErrors.invalidParameter("We currently do not support adding policies for $LATEST.");
        }
        String id = matching(input, "StatementId", STATEMENT_ID);
        String action = matching(input, "Action", ACTION);
        String principal = input.required("Principal");
        ArrayNode statements = statements(name);
        checkRevision(input, statements);
        for (JsonNode statement : statements) {
            if (statement.path("Sid").asText().equals(id)) {
                throw LambdaErrors.conflict("The statement id (" + id
                        + ") provided already exists. Please provide a new statement id, or remove the existing"
                        + " statement.");
            }
        }
        ObjectNode statement = statement(name, id, action, principal, input);
        statements.add(statement);
        String text = Json.write(statements);
        if (text.length() > LARGEST) {
            throw new AwsError(
                    400,
                    "PolicyLengthExceededException",
                    "The final policy size (" + text.length() + ") is bigger than the limit (" + LARGEST + ").");
        }
        data.policies.put(name.qualifiedArn(), text);
        return Json.object().put("Statement", Json.write(statement));
    }

    /** <a href="https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html">GetPolicy</a>. */
    ObjectNode get(FunctionName name) {
        ArrayNode statements = statements(name);
        if (statements.isEmpty()) {
            throw LambdaErrors.notFound("The resource you requested does not exist.");
        }
        ObjectNode policy = Json.object().put("Version", "2012-10-17").put("Id", "default");
        policy.set("Statement", statements);
        return Json.object().put("Policy", Json.write(policy)).put("RevisionId", revision(statements));
    }

    /** <a href="https://docs.aws.amazon.com/lambda/latest/api/API_RemovePermission.html">RemovePermission</a>. */
    synchronized void remove(FunctionName name, String statementId) {
        ArrayNode statements = statements(name);
        ArrayNode left = Json.array();
        for (JsonNode statement : statements) {
            if (!statement.path("Sid").asText().equals(statementId)) {
                left.add(statement);
            }
        }
        if (left.size() == statements.size()) {
            throw LambdaErrors.notFound("Statement " + statementId + " is not found in resource policy.");
        }
        if (left.isEmpty()) {
            data.policies.remove(name.qualifiedArn());
        } else {
            data.policies.put(name.qualifiedArn(), Json.write(left));
        }
    }

    private ArrayNode statements(FunctionName name) {
        String text = data.policies.get(name.qualifiedArn());
        return text == null ? Json.array() : (ArrayNode) Json.read(text);
    }

    private static ObjectNode statement(
            FunctionName name, String id, String action, String principal, JsonInput input) {
        ObjectNode statement = Json.object().put("Sid", id).put("Effect", "Allow");
        if (principal.equals("*")) {
            statement.put("Principal", "*");
        } else if (principal.matches("\\d{12}")) {
            statement.putObject("Principal").put("AWS", "arn:aws:iam::" + principal + ":root");
        } else if (principal.startsWith("arn:")) {
            statement.putObject("Principal").put("AWS", principal);
        } else if (principal.matches("[a-z0-9.-]+\\.amazonaws\\.com")) {
            statement.putObject("Principal").put("Service", principal);
        } else {
            throw LambdaErrors.invalidParameter(
                    "The provided principal was invalid. Please check the principal and try again.");
        }
        statement.put("Action", action).put("Resource", name.qualifiedArn());
        ObjectNode condition = Json.object();
        input.text("SourceAccount")
                .ifPresent(account -> condition.putObject("StringEquals").put("AWS:SourceAccount", account));
        input.text("SourceArn").ifPresent(arn -> condition.putObject("ArnLike").put("AWS:SourceArn", arn));
        if (!condition.isEmpty()) {
            statement.set("Condition", condition);
        }
        return statement;
    }

    private static void checkRevision(JsonInput input, ArrayNode statements) {
        input.text("RevisionId")
                .filter(given -> !given.equals(revision(statements)))
                .ifPresent(given -> {
                    throw LambdaErrors.revisionMismatch();
                });
    }

    private static String revision(ArrayNode statements) {
        byte[] text = Json.write(statements).getBytes(StandardCharsets.UTF_8);
        return java.util
                .UUID
                .nameUUIDFromBytes(Base64.getEncoder().encode(text))
                .toString();
    }

    private static String matching(JsonInput input, String member, Pattern pattern) {
        String value = input.required(member);
        if (!pattern.matcher(value).matches()) {
            throw LambdaErrors.constraint(value, member, "Member must satisfy regular expression pattern: " + pattern);
        }
        return value;
    }
}
