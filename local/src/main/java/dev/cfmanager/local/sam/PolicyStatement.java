// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.sam;

import dev.cfmanager.awstwin.s3.policy.Wildcards;
import dev.cfmanager.local.template.Properties;
import java.util.List;
import java.util.Locale;

/**
 * One statement of an IAM policy, as far as actions and resources decide.
 *
 * @param allows true for {@code Allow}, false for {@code Deny}
 * @param actions such as {@code dynamodb:GetItem}, with wildcards
 * @param resources ARNs, with wildcards
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html">Policy elements</a>
 */
public record PolicyStatement(boolean allows, List<String> actions, List<String> resources) {

    /** Reads the {@code Statement} list of a policy document. */
    public static List<PolicyStatement> of(Properties document) {
        return document.sections("Statement").stream()
                .map(statement -> new PolicyStatement(
                        statement.text("Effect").equals("Allow"),
                        statement.texts("Action"),
                        statement.texts("Resource")))
                .toList();
    }

    /** Whether the statements together allow that action on that resource: one allows it, and none denies it. */
    public static boolean allow(List<PolicyStatement> statements, String action, String resource) {
        List<PolicyStatement> covering = statements.stream()
                .filter(statement -> statement.covers(action, resource))
                .toList();
        return !covering.isEmpty() && covering.stream().allMatch(PolicyStatement::allows);
    }

    /** Whether this statement speaks of that action on that resource; actions are compared without case. */
    private boolean covers(String action, String resource) {
        String lowered = action.toLowerCase(Locale.ROOT);
        return actions.stream().anyMatch(pattern -> Wildcards.match(pattern.toLowerCase(Locale.ROOT), lowered))
                && resources.stream().anyMatch(pattern -> Wildcards.matchArn(pattern, resource));
    }
}
