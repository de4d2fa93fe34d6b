// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.kernel.AwsError;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What S3 asks of a policy before it looks at who its principals are.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/add-bucket-policy.html">20 KB</a>
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">grammar</a>
 */
final class PolicyRules {
    /** Measured by users at 20,480 bytes of the document without its white space. */
    private static final int MAX_BYTES = 20_480;

    private static final Set<String> POLICY_FIELDS = Set.of("Version", "Id", "Statement");
    private static final Set<String> STATEMENT_FIELDS = Set.of(
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");
    private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");
    private static final List<String> KEY_SPACES = List.of("aws:", "s3:", "kms:", "saml:", "sts:", "cognito-identity.");
    private static final Set<String> LISTING_KEYS = Set.of("s3:prefix", "s3:delimiter", "s3:max-keys");

    private PolicyRules() {}

    static AwsError malformed(String message) {
        return new AwsError(400, "MalformedPolicy", message);
    }

    static AwsError malformed(String message, String detail) {
        return new AwsError(400, "MalformedPolicy", message, Map.of("Detail", detail));
    }

    /** The document, when nothing is wrong with its form. */
    static JsonNode check(String json, String bucket) {
        JsonNode document = PolicyJson.read(json);
        if (PolicyJson.write(document).getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw malformed("Policy exceeds the maximum allowed document size.");
        }
        onlyKnown(document, POLICY_FIELDS);
        if (document.has("Version")
                && !VERSIONS.contains(document.path("Version").asText())) {
            throw malformed("The policy must contain a valid version string");
        }
        if (!document.has("Statement")) {
            throw malformed("Missing required field Statement");
        }
        if (document.path("Statement").isArray() && document.path("Statement").isEmpty()) {
            throw malformed("Could not parse the policy: Statement is empty!");
        }
        Set<String> sids = new HashSet<>();
        for (JsonNode statement : PolicyJson.statements(document)) {
            if (!statement.isObject()) {
                throw malformed("Could not parse the policy: Statement must be an object");
            }
            onlyKnown(statement, STATEMENT_FIELDS);
            if (statement.has("Sid") && !sids.add(statement.path("Sid").asText())) {
                throw malformed("Statement IDs (SID) in a single policy must be unique.");
            }
            checkStatement(statement, bucket);
        }
        return document;
    }

    private static void checkStatement(JsonNode statement, String bucket) {
        String effect = required(statement, "Effect").asText();
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw malformed("Invalid effect: " + effect);
        }
        checkPrincipal(oneOf(statement, "Principal", "NotPrincipal"), effect, statement);
        List<String> actions = list(oneOf(statement, "Action", "NotAction"), "Policy has invalid action");
        for (String action : actions) {
            if (!action.equals("*") && !S3Actions.isKnown(action)) {
                throw malformed("Policy has invalid action");
            }
        }
        List<String> resources = list(oneOf(statement, "Resource", "NotResource"), "Policy has invalid resource");
        resources.forEach(resource -> checkResource(resource, bucket));
        if (statement.has("Action") && statement.has("Resource")) {
            actions.forEach(action -> checkApplies(action, resources));
        }
        checkConditions(statement.path("Condition"), actions);
    }

    private static void checkPrincipal(JsonNode principal, String effect, JsonNode statement) {
        boolean text = principal.isTextual() && principal.asText().equals("*");
        boolean object = principal.isObject() && !principal.isEmpty();
        if (!text && !object) {
            throw malformed("Invalid policy syntax.", principal.toString());
        }
        principal.forEach(values -> {
            if (!isTextOrTexts(values) || (values.isArray() && values.isEmpty())) {
                throw malformed("Invalid principal in policy", principal.toString());
            }
        });
        if (statement.has("NotPrincipal") && effect.equals("Allow")) {
            throw malformed("Allow with NotPrincipal is not allowed.");
        }
    }

    private static void checkResource(String resource, String bucket) {
        if (!resource.equals("*")) {
            String prefix = "arn:aws:s3:::";
            if (!resource.startsWith(prefix)
                    || !Wildcards.match(bucketPart(resource.substring(prefix.length())), bucket)) {
                throw malformed("Policy has invalid resource", resource);
            }
        }
    }

    private static String bucketPart(String name) {
        int slash = name.indexOf('/');
        return slash < 0 ? name : name.substring(0, slash);
    }

    private static void checkApplies(String action, List<String> resources) {
        if (!action.equals("*") && resources.stream().noneMatch(resource -> applies(action, resource))) {
            throw malformed("Action does not apply to any resource(s) in statement");
        }
    }

    private static boolean applies(String action, String resource) {
        boolean namesObjects = resource.contains("/") || resource.endsWith("*");
        boolean namesBucket = !resource.contains("/");
        return (namesObjects && S3Actions.appliesToObjects(action))
                || (namesBucket && S3Actions.appliesToBucket(action));
    }

    private static void checkConditions(JsonNode element, List<String> actions) {
        for (JsonNode keys : element) {
            if (!keys.isObject()) {
                throw malformed("Could not parse the policy: Condition must be an object");
            }
        }
        for (Condition condition : StatementReader.conditions(element)) {
            if (KEY_SPACES.stream().noneMatch(condition.key()::startsWith)) {
                throw malformed("Policy has an invalid condition key", condition.key());
            }
            if (condition.values().isEmpty()) {
                throw malformed("Could not parse the policy: Condition has no value", condition.key());
            }
            for (String value : condition.values()) {
                if (!condition.operator().accepts(value)) {
                    throw malformed("Invalid Condition value", value);
                }
            }
            boolean listing = actions.stream()
                    .anyMatch(action -> Statement.matchesAction(action, "s3:ListBucket")
                            || Statement.matchesAction(action, "s3:ListBucketVersions"));
            if (LISTING_KEYS.contains(condition.key()) && !listing) {
                throw malformed("Conditions do not apply to combination of actions and resources in statement");
            }
        }
    }

    private static void onlyKnown(JsonNode node, Set<String> fields) {
        node.fieldNames().forEachRemaining(field -> {
            if (!fields.contains(field)) {
                throw malformed("Unknown field " + field);
            }
        });
    }

    private static JsonNode required(JsonNode statement, String field) {
        if (!statement.has(field)) {
            throw malformed("Missing required field " + field);
        }
        return statement.path(field);
    }

    private static JsonNode oneOf(JsonNode statement, String field, String negated) {
        if (statement.has(field) && statement.has(negated)) {
            throw malformed("Statement must not have both " + field + " and " + negated);
        }
        return statement.has(negated) ? statement.path(negated) : required(statement, field);
    }

    private static List<String> list(JsonNode node, String otherwise) {
        List<String> texts = PolicyJson.texts(node);
        if (!isTextOrTexts(node) || texts.isEmpty()) {
            throw malformed(otherwise);
        }
        return texts;
    }

    private static boolean isTextOrTexts(JsonNode node) {
        if (!node.isArray()) {
            return node.isTextual();
        }
        for (JsonNode element : node) {
            if (!element.isTextual()) {
                return false;
            }
        }
        return true;
    }
}
