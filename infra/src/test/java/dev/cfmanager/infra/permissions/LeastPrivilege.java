// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.permissions;

import dev.cfmanager.local.sam.PolicyStatement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Compares what functions did with what they may do. */
final class LeastPrivilege {
    private LeastPrivilege() {}

    /**
     * A permission that a function has and no test makes use of, and why it is right all the same.
     *
     * @param function the function's logical id; {@code *} for every function that has it
     * @param action the IAM action as the template writes it; {@code *} for any
     * @param resource what its resource ends with or contains; empty for any
     * @param reason why
     */
    record Exception(String function, String action, String resource, String reason) {
        boolean covers(String otherFunction, String otherAction, String otherResource) {
            return (action.equals("*") || action.equals(otherAction))
                    && (function.equals("*") || function.equals(otherFunction))
                    && otherResource.contains(resource);
        }
    }

    /** The calls that the function's permissions do not cover, each with the line to change; empty when all is well. */
    static List<String> usedButNotGranted(StackPermissions stack, List<RecordedCall> calls) {
        Set<String> findings = new LinkedHashSet<>();
        for (RecordedCall call : calls) {
            for (String missing : missing(stack.of(call.function()), call)) {
                findings.add(stack.place(call.function(), "") + ": " + call.function() + " needs " + missing
                        + ", which the tests of " + call.module()
                        + " make it call, and may not: add it to its Policies");
            }
        }
        return List.copyOf(findings);
    }

    /** The permissions that no call made use of, each with the line to change; empty when all is well. */
    static List<String> grantedButNeverUsed(
            StackPermissions stack, List<RecordedCall> calls, List<Exception> exceptions) {
        Set<String> findings = new LinkedHashSet<>();
        for (String function : stack.functions().keySet()) {
            List<RecordedCall> own = calls.stream()
                    .filter(call -> call.function().equals(function))
                    .toList();
            for (PolicyStatement statement : stack.of(function)) {
                for (String action : statement.allows() ? statement.actions() : List.<String>of()) {
                    for (String resource : statement.resources()) {
                        if (exceptions.stream().anyMatch(each -> each.covers(function, action, resource))) {
                            continue;
                        }
                        PolicyStatement single = new PolicyStatement(true, List.of(action), List.of(resource));
                        if (own.stream().noneMatch(call -> uses(single, call))) {
                            findings.add(stack.place(function, action) + ": " + function + " may " + action + " on "
                                    + resource + ", and no test makes it do so: take it away, or prove the need");
                        }
                    }
                }
            }
        }
        return List.copyOf(findings);
    }

    /** Exceptions that excuse nothing any more, because the permission is gone or is used. */
    static List<Exception> needless(StackPermissions stack, List<RecordedCall> calls, List<Exception> exceptions) {
        List<Exception> needless = new ArrayList<>();
        for (Exception exception : exceptions) {
            List<Exception> others =
                    exceptions.stream().filter(other -> other != exception).toList();
            if (grantedButNeverUsed(stack, calls, others).equals(grantedButNeverUsed(stack, calls, exceptions))) {
                needless.add(exception);
            }
        }
        return needless;
    }

    /** Each action of a call must be allowed on one of its resources, and each resource be covered by one of its actions. */
    private static List<String> missing(List<PolicyStatement> statements, RecordedCall call) {
        List<String> missing = new ArrayList<>();
        for (String action : call.actions()) {
            if (call.resources().stream().noneMatch(resource -> PolicyStatement.allow(statements, action, resource))) {
                missing.add(action + " on " + String.join(" or ", call.resources()));
            }
        }
        for (String resource : call.resources()) {
            if (missing.isEmpty()
                    && call.actions().stream()
                            .noneMatch(action -> PolicyStatement.allow(statements, action, resource))) {
                missing.add(String.join(" or ", call.actions()) + " on " + resource);
            }
        }
        return missing;
    }

    private static boolean uses(PolicyStatement single, RecordedCall call) {
        return call.actions().stream().anyMatch(action -> call.resources().stream()
                .anyMatch(resource -> PolicyStatement.allow(List.of(single), action, resource)));
    }
}
