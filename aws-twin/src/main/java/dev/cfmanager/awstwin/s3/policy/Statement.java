// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3.policy;

import java.util.List;
import java.util.Locale;

/**
 * One statement of a policy.
 *
 * @param allows whether its effect is {@code Allow}; else it is {@code Deny}
 * @param principals whom it names
 * @param exceptPrincipals whether it is about everybody but those ({@code NotPrincipal})
 * @param actions patterns of actions
 * @param exceptActions whether it is about every action but those ({@code NotAction})
 * @param resources patterns of ARNs
 * @param exceptResources whether it is about every resource but those ({@code NotResource})
 * @param conditions all must hold
 */
record Statement(
        boolean allows,
        List<Principal> principals,
        boolean exceptPrincipals,
        List<String> actions,
        boolean exceptActions,
        List<String> resources,
        boolean exceptResources,
        List<Condition> conditions) {

    /** Whether the statement speaks of this. */
    boolean covers(Question question) {
        return principals.stream().anyMatch(principal -> principal.is(question.asker())) != exceptPrincipals
                && actions.stream().anyMatch(action -> matchesAction(action, question.action())) != exceptActions
                && resources.stream().anyMatch(arn -> Wildcards.match(arn, question.resource())) != exceptResources
                && conditions.stream().allMatch(condition -> condition.holds(question.context()));
    }

    /** Actions are compared in any case. */
    static boolean matchesAction(String pattern, String action) {
        return Wildcards.match(pattern.toLowerCase(Locale.ROOT), action.toLowerCase(Locale.ROOT));
    }
}
