// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.permissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cfmanager.common.testing.SkipReasons;
import dev.cfmanager.infra.Repository;
import dev.cfmanager.infra.permissions.LeastPrivilege.Exception;
import dev.cfmanager.infra.permissions.LeastPrivilege.Sharing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Function by function: what the whole suite saw it do is what the template lets it do, no less and no more. Works on the
 * journals that the modules' tests left; when not all of them are there and fresh, as after building this module alone,
 * the second half is skipped and says which module to test, and the first looks at the fresh ones alone.
 */
@ExtendWith(SkipReasons.class)
class LeastPrivilegeTest {
    private static final Path ROOT = Repository.root();

    private static final Set<String> RECONCILING = Set.of(
            "CreateDistributionFunction", "UpdateDistributionFunction", "ApplyTemplateFunction", "CheckStatusFunction");
    private static final String EVERY_STEP =
            "the reconciler reads the goal anew before each pass: a creation or an update"
                    + " goes on where somebody died, undoes itself when it is refused, and deletes when somebody asks meanwhile";

    /** Permissions that no call can show, or that only a failure needs which no test can make. */
    private static final List<Exception> EXCEPTIONS = List.of(
            new Exception(
                    "*", "*", "IdempotencyTable", "the shell does the same for every POST, as IdempotencyTest shows"),
            new Exception(
                    "*",
                    "lambda:EnableReplication*",
                    "",
                    "CloudFront asks for it when a distribution is given an edge function; it is no call of ours"),
            new Exception(
                    "*",
                    "lambda:DisableReplication*",
                    "",
                    "CloudFront asks for it when an edge function is taken away; it is no call of ours"),
            new Exception(
                    "*",
                    "lambda:GetFunction",
                    "",
                    "CloudFront asks for it when a distribution is given an edge function; it is no call of ours"),
            new Exception(
                    "*",
                    "lambda:PublishVersion",
                    "",
                    "CreateFunction publishes the first version itself; AWS does not say whether it asks for this, too"),
            new Exception(
                    "CreateOriginFunction",
                    "s3:DeleteBucketPolicy",
                    "",
                    "taking back a policy that opened a bucket, when nothing else stands in it"),
            new Exception(
                    "DeleteEdgeFunctionFunction",
                    "lambda:GetFunctionConfiguration",
                    "",
                    "the lifecycle looks where an interrupted creation stopped before it takes the next step"),
            new Exception(
                    "DeleteDistributionFunction",
                    "dynamodb:DeleteItem",
                    "LambdaEdgeFunctionsTable",
                    "an edge function that no distribution was given yet is gone, and its record with it, at once"),
            new Exception(
                    "DeleteDistributionFunction",
                    "lambda:GetFunctionConfiguration",
                    "",
                    "the lifecycle looks whether a function is ours whose interrupted creation did not note its ARN"),
            new Exception(
                    "CreateDistributionFunction",
                    "dynamodb:Query",
                    "BucketNameIndex",
                    "an origin may be named by the host of its bucket"),
            new Exception(
                    "UpdateDistributionFunction",
                    "dynamodb:Query",
                    "BucketNameIndex",
                    "an origin may be named by the host of its bucket"),
            new Exception(
                    "CreateDistributionFunction",
                    "states:StartExecution",
                    "",
                    "its own tests run without a state machine; SightTest follows a request into one"),
            new Exception(
                    "DeleteDistributionFunction",
                    "states:StartExecution",
                    "",
                    "its own tests run without a state machine"),
            new Exception(
                    "*",
                    "iam:CreateServiceLinkedRole",
                    "",
                    "CloudFront makes these roles with the first edge function of an account"));

    /** Policies whose every permission any of their functions may need. All others are proved function by function. */
    private static final List<Sharing> SHARINGS = List.of(
            new Sharing(
                    "PreflightPolicy",
                    Set.of("CreateDistributionFunction", "UpdateDistributionFunction", "ApplyTemplateFunction"),
                    "each has the whole configuration judged by the same rules before anything is touched"),
            new Sharing("AdvanceDistributionPolicy", RECONCILING, EVERY_STEP),
            new Sharing("AdvanceMultiOriginPolicy", RECONCILING, EVERY_STEP),
            new Sharing(
                    "AdvanceEdgeFunctionPolicy",
                    Set.of(
                            "CreateEdgeFunctionFunction",
                            "CreateDistributionFunction",
                            "UpdateDistributionFunction",
                            "ApplyTemplateFunction",
                            "CheckStatusFunction",
                            "FindPendingFunction"),
                    "an edge function's lifecycle takes the next step of the record as it is then: making goes on where"
                            + " somebody died, turns to undoing when Lambda refuses, and to deleting when somebody asks"));

    private static final List<String> CORES = List.of("origins/core", "lambda-edge/core", "distributions/core");

    private static StackPermissions stack;
    private static final List<Journal> JOURNALS_OF_CORES = new ArrayList<>();
    private static final Set<String> MODULES = new LinkedHashSet<>();
    private static final List<RecordedCall> CALLS = new ArrayList<>();

    @BeforeAll
    static void read() {
        stack = StackPermissions.read();
        stack.functions().forEach((function, definition) -> {
            if (!stack.of(function).isEmpty()) { // who may do nothing is not asked what it did
                MODULES.add(StackPermissions.moduleOf(definition));
            }
        });
        MODULES.add("local");
        for (String core : CORES) {
            MODULES.add(core);
            Journal.of(ROOT, core).ifPresent(JOURNALS_OF_CORES::add);
        }
        for (String module : MODULES) {
            if (Journal.staleness(ROOT, module, codeOf(module)).isPresent()) {
                continue;
            }
            Journal.of(ROOT, module).ifPresent(journal -> CALLS.addAll(stack.calls(journal)));
        }
    }

    @Test
    void everyFunctionMayDoWhatItDoes() {
        assertThat(LeastPrivilege.usedButNotGranted(stack, CALLS)).isEmpty();
    }

    @Test
    void everyFunctionDoesWhatItMayDo() {
        assumeThat(incomplete()).as("run make test").isEmpty();

        assertThat(LeastPrivilege.grantedButNeverUsed(stack, CALLS, JOURNALS_OF_CORES, SHARINGS, EXCEPTIONS))
                .isEmpty();
        assertThat(LeastPrivilege.needless(stack, EXCEPTIONS)).isEmpty();
    }

    @Test
    void aPolicyIsSharedByThoseFunctionsOnlyThatMayNeedAllOfIt() {
        for (Sharing sharing : SHARINGS) {
            Set<String> having = stack.functions().keySet().stream()
                    .filter(function -> stack.policiesOf(function).contains(sharing.policy()))
                    .collect(Collectors.toSet());

            assertThat(having).as(sharing.policy() + ": " + sharing.reason()).isEqualTo(sharing.functions());
        }
    }

    private static List<String> incomplete() {
        return MODULES.stream()
                .map(module ->
                        Journal.staleness(ROOT, module, codeOf(module)).or(() -> Journal.incompleteness(ROOT, module)))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The modules whose code a module's tests run: its own, the twin's, and the cores its domain may import. */
    private static List<String> codeOf(String module) {
        List<String> importing = List.of("origins", "lambda-edge", "distributions", "templates");
        int domain = importing.indexOf(module.replaceAll("/.*", ""));
        List<String> code = new ArrayList<>(List.of(module, "common", "aws-twin"));
        for (int i = 0; i <= domain; i++) {
            code.add(importing.get(i) + "/core");
        }
        return code;
    }
}
