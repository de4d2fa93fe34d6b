// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.permissions;

import dev.cfmanager.local.sam.PolicyStatement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
            if (call.resources().stream().anyMatch(LeastPrivilege::isSomebodyElses)) {
                continue; // no policy of ours could allow it: AWS refuses, and the tests see that it does
            }
            for (String missing : missing(stack.of(call.function()), call)) {
                findings.add(stack.place(call.function(), "") + ": " + call.function() + " needs " + missing
                        + ", which the tests of " + call.module()
                        + " make it call, and may not: add it to its Policies");
            }
        }
        return List.copyOf(findings);
    }

    /** Whether a resource is in another account. */
    private static boolean isSomebodyElses(String arn) {
        String[] parts = arn.split(":", 6);
        return parts.length == 6 && parts[4].matches("\\d{12}") && !parts[4].equals(StackPermissions.ACCOUNT);
    }

    /**
     * Functions that have a policy in common because any of its steps may fall to any of them: proof that one of them, or
     * the core whose steps these are, needs a permission is proof for all.
     *
     * @param policy the policy's logical id
     * @param functions exactly those that have it
     * @param reason why each may come to every step
     */
    record Sharing(String policy, Set<String> functions, String reason) {}

    /**
     * The permissions that no call made use of, each with the line to change; empty when all is well. A permission must
     * be used by the function that has it, whether from a policy of its own or a managed one; what functions share for a
     * reason must be used by one of them, or by the core whose steps these are.
     *
     * @param cores what the cores' own tests made the cores call
     */
    static List<String> grantedButNeverUsed(
            StackPermissions stack,
            List<RecordedCall> calls,
            List<Journal> cores,
            List<Sharing> sharings,
            List<Exception> exceptions) {
        Set<String> findings = new LinkedHashSet<>();
        for (String function : stack.functions().keySet()) {
            List<RecordedCall> own = calls.stream()
                    .filter(call -> call.function().equals(function))
                    .toList();
            List<RecordedCall> byCores = cores.stream()
                    .flatMap(core -> stack.callsFor(function, core).stream())
                    .toList();
            for (PolicyStatement statement : stack.of(function)) {
                Set<String> sharing = sharings.stream()
                        .filter(each -> each.functions().contains(function))
                        .filter(each -> stack.isFrom(each.policy(), function, statement))
                        .flatMap(each -> each.functions().stream())
                        .collect(Collectors.toSet());
                List<RecordedCall> users = sharing.isEmpty()
                        ? own
                        : Stream.concat(
                                        byCores.stream(),
                                        calls.stream().filter(call -> sharing.contains(call.function())))
                                .toList();
                for (String action : statement.allows() ? statement.actions() : List.<String>of()) {
                    for (String resource : statement.resources()) {
                        PolicyStatement single = new PolicyStatement(true, List.of(action), List.of(resource));
                        if (exceptions.stream().noneMatch(each -> each.covers(function, action, resource))
                                && users.stream().noneMatch(call -> uses(single, call))) {
                            findings.add(stack.place(function, action) + ": " + function + " may " + action + " on "
                                    + resource + ", and no test makes it do so: take it away, or prove the need");
                        }
                    }
                }
            }
        }
        return List.copyOf(findings);
    }

    /** Exceptions for permissions that nobody has any more. */
    static List<Exception> needless(StackPermissions stack, List<Exception> exceptions) {
        return exceptions.stream()
                .filter(exception -> stack.functions().keySet().stream()
                        .noneMatch(function -> stack.of(function).stream()
                                .anyMatch(statement -> statement.actions().stream()
                                        .anyMatch(action -> statement.resources().stream()
                                                .anyMatch(resource -> exception.covers(function, action, resource))))))
                .toList();
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
