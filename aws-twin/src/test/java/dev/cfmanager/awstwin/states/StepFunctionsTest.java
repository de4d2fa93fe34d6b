// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import static dev.cfmanager.awstwin.conformance.Pages.PERMISSIONS;
import static dev.cfmanager.awstwin.conformance.Pages.STEPS_API;
import static dev.cfmanager.awstwin.conformance.Pages.STEPS_GUIDE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.AwsPage;
import dev.cfmanager.awstwin.conformance.Conformance;
import dev.cfmanager.awstwin.conformance.TwinOnly;
import dev.cfmanager.awstwin.kernel.Call;
import dev.cfmanager.awstwin.lambda.FunctionError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.InvalidArnException;
import software.amazon.awssdk.services.sfn.model.InvalidDefinitionException;
import software.amazon.awssdk.services.sfn.model.InvalidExecutionInputException;
import software.amazon.awssdk.services.sfn.model.InvalidNameException;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StateMachineAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.StateMachineDeletingException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.StateMachineStatus;
import software.amazon.awssdk.services.sfn.model.StateMachineTypeNotSupportedException;

/**
 * What the operations of AWS Step Functions do and refuse
 * (<a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html">API reference</a>).
 */
@Conformance("states")
class StepFunctionsTest {
    private static final String PASS = "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}";
    private static final String WAIT =
            "{\"StartAt\":\"W\",\"States\":{\"W\":{\"Type\":\"Wait\",\"Seconds\":60,\"End\":true}}}";
    private static final String TASK = """
            {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:work",
             "End":true}}}""";

    private final Workflow workflow;

    StepFunctionsTest(Aws aws) {
        workflow = new Workflow(aws);
    }

    @Test
    @AwsPage(STEPS_API + "CreateStateMachine.html")
    void createsAStateMachineOnceAndTheSameOneAgain() {
        String arn = workflow.machine("monitor", PASS);

        assertThat(arn).isEqualTo("arn:aws:states:us-east-1:123456789012:stateMachine:monitor");
        assertThat(workflow.machine("monitor", PASS)).isEqualTo(arn);
        assertThatThrownBy(() -> workflow.machine("monitor", WAIT))
                .isInstanceOf(StateMachineAlreadyExistsException.class);
        assertThat(workflow.client.describeStateMachine(b -> b.stateMachineArn(arn)))
                .satisfies(machine -> {
                    assertThat(machine.definition()).isEqualTo(PASS);
                    assertThat(machine.roleArn()).isEqualTo(Workflow.ROLE);
                    assertThat(machine.status()).isEqualTo(StateMachineStatus.ACTIVE);
                });
    }

    @Test
    @AwsPage(STEPS_API + "CreateStateMachine.html")
    void refusesNamesRolesAndTypesItCannotTake() {
        assertThatThrownBy(() -> workflow.machine("a b", PASS)).isInstanceOf(InvalidNameException.class);
        assertThatThrownBy(() -> workflow.machine("x".repeat(81), PASS)).isInstanceOf(InvalidNameException.class);
        assertThatThrownBy(() -> workflow.client.createStateMachine(
                        b -> b.name("n").definition(PASS).roleArn("nobody")))
                .isInstanceOf(InvalidArnException.class);
        assertThatThrownBy(() -> workflow.client.createStateMachine(
                        b -> b.name("n").definition(PASS).roleArn(Workflow.ROLE).type("EXPRESS")))
                .isInstanceOf(StateMachineTypeNotSupportedException.class);
    }

    @Test
    @AwsPage(STEPS_API + "CreateStateMachine.html")
    void refusesADefinitionItCannotRunAndNamesThePlace() {
        assertThatThrownBy(() -> workflow.machine("n", "{\"StartAt\":\"P\""))
                .isInstanceOf(InvalidDefinitionException.class);
        assertThatThrownBy(() -> workflow.machine("n", PASS.replace("\"End\":true", "\"Next\":\"Q\"")))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("MISSING_TRANSITION_TARGET: Missing 'Next' target: Q at /States/P/Next");
        assertThatThrownBy(() -> workflow.machine(
                        "n",
                        TASK.replace(
                                "arn:aws:lambda:us-east-1:123456789012:function:work", "arn:aws:states:::sns:publish")))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("arn:aws:states:::sns:publish")
                .hasMessageContaining("/States/T/Resource");
    }

    @Test
    @AwsPage(STEPS_API + "UpdateStateMachine.html")
    void anExecutionGoesOnWithTheDefinitionItBeganWith() {
        String machine = workflow.machine("m", WAIT);
        String old = workflow.start(machine, "{}");
        workflow.pass(Duration.ZERO);
        workflow.client.updateStateMachine(b -> b.stateMachineArn(machine).definition(PASS));
        String young = workflow.start(machine, "{}");
        workflow.pass(Duration.ZERO);

        assertThat(workflow.describe(old).status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(workflow.describe(young).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(workflow.client
                        .describeStateMachineForExecution(b -> b.executionArn(old))
                        .definition())
                .isEqualTo(WAIT);
        workflow.pass(Duration.ofMinutes(1));
        assertThat(workflow.describe(old).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    @AwsPage(STEPS_API + "DeleteStateMachine.html")
    void deletionEndsExecutionsAtTheirNextTransition() {
        String machine = workflow.machine("m", WAIT);
        String execution = workflow.start(machine, "{}");
        workflow.pass(Duration.ZERO);

        workflow.client.deleteStateMachine(b -> b.stateMachineArn(machine));
        assertThat(workflow.client
                        .describeStateMachine(b -> b.stateMachineArn(machine))
                        .status())
                .isEqualTo(StateMachineStatus.DELETING);
        assertThatThrownBy(() -> workflow.start(machine, "{}")).isInstanceOf(StateMachineDeletingException.class);
        workflow.pass(Duration.ofMinutes(1));

        assertThat(workflow.describe(execution).status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThatThrownBy(() -> workflow.client.describeStateMachine(b -> b.stateMachineArn(machine)))
                .isInstanceOf(StateMachineDoesNotExistException.class);
        workflow.client.deleteStateMachine(b -> b.stateMachineArn(machine));
    }

    @Test
    @AwsPage(STEPS_API + "ListStateMachines.html")
    void listsStateMachinesOfTheRegionPageByPage() {
        for (int i = 0; i < 5; i++) {
            workflow.machine("m" + i, PASS);
        }

        assertThat(workflow.client.listStateMachinesPaginator(b -> b.maxResults(2)).stateMachines().stream()
                        .map(machine -> machine.name())
                        .toList())
                .containsExactly("m0", "m1", "m2", "m3", "m4");
        assertThatThrownBy(() -> workflow.client.listStateMachines(b -> b.nextToken("???")))
                .isInstanceOf(InvalidTokenException.class);
    }

    @Test
    @AwsPage(STEPS_API + "TagResource.html")
    void keepsTags() {
        String machine = workflow.machine("m", PASS);
        workflow.client.tagResource(b -> b.resourceArn(machine)
                .tags(t -> t.key("team").value("edge"), t -> t.key("stage").value("test")));
        workflow.client.untagResource(b -> b.resourceArn(machine).tagKeys("stage"));

        assertThat(workflow.client
                        .listTagsForResource(b -> b.resourceArn(machine))
                        .tags())
                .singleElement()
                .satisfies(tag -> assertThat(tag.key() + "=" + tag.value()).isEqualTo("team=edge"));
    }

    @Test
    @AwsPage(STEPS_API + "StartExecution.html")
    void nothingRunsBeforeTheClockMoves() {
        String execution = workflow.start(workflow.machine("m", PASS), "{\"a\":1}");

        assertThat(workflow.describe(execution).status()).isEqualTo(ExecutionStatus.RUNNING);
        workflow.pass(Duration.ZERO);
        DescribeExecutionResponse ended = workflow.describe(execution);
        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(ended.output()).isEqualTo("{\"a\":1}");
        assertThat(ended.stopDate()).isEqualTo(workflow.twin().clock().instant());
    }

    @Test
    @AwsPage(STEPS_API + "StartExecution.html")
    void aNameStartsOneExecution() {
        String machine = workflow.machine("m", WAIT);
        String first = workflow.client
                .startExecution(b -> b.stateMachineArn(machine).name("once").input("{}"))
                .executionArn();

        assertThat(first).isEqualTo("arn:aws:states:us-east-1:123456789012:execution:m:once");
        assertThat(workflow.client
                        .startExecution(
                                b -> b.stateMachineArn(machine).name("once").input("{}"))
                        .executionArn())
                .isEqualTo(first);
        assertThatThrownBy(() -> workflow.client.startExecution(
                        b -> b.stateMachineArn(machine).name("once").input("{\"a\":1}")))
                .isInstanceOf(ExecutionAlreadyExistsException.class);
        workflow.pass(Duration.ofMinutes(2));
        assertThatThrownBy(() -> workflow.client.startExecution(
                        b -> b.stateMachineArn(machine).name("once").input("{}")))
                .isInstanceOf(ExecutionAlreadyExistsException.class);
    }

    /** Closed executions are kept for 90 days. */
    @Test
    @AwsPage(STEPS_GUIDE + "service-quotas.html")
    void aNameIsFreeAgainAfter90Days() {
        String machine = workflow.machine("m", PASS);
        String execution = workflow.client
                .startExecution(b -> b.stateMachineArn(machine).name("once").input("{\"a\":1}"))
                .executionArn();
        workflow.pass(Duration.ofDays(89));
        assertThat(workflow.describe(execution).output()).isEqualTo("{\"a\":1}");
        workflow.pass(Duration.ofDays(1));

        assertThatThrownBy(() -> workflow.describe(execution)).isInstanceOf(ExecutionDoesNotExistException.class);
        assertThat(workflow.client
                        .listExecutions(b -> b.stateMachineArn(machine))
                        .executions())
                .isEmpty();
        workflow.client.startExecution(b -> b.stateMachineArn(machine).name("once"));
        workflow.pass(Duration.ZERO);
        assertThat(workflow.describe(execution).output()).isEqualTo("{}");
        assertThat(workflow.client
                        .listExecutions(b -> b.stateMachineArn(machine))
                        .executions())
                .hasSize(1);
        assertThat(workflow.history(execution)
                        .get(0)
                        .executionStartedEventDetails()
                        .input())
                .isEqualTo("{}");
    }

    @Test
    @AwsPage(STEPS_API + "StartExecution.html")
    void refusesBadStarts() {
        String machine = workflow.machine("m", PASS);

        assertThatThrownBy(() -> workflow.start(machine, "no json")).isInstanceOf(InvalidExecutionInputException.class);
        assertThatThrownBy(() -> workflow.start(machine, "\"" + "x".repeat(262_144) + "\""))
                .isInstanceOf(InvalidExecutionInputException.class);
        assertThatThrownBy(() -> workflow.client.startExecution(
                        b -> b.stateMachineArn(machine).name("a/b")))
                .isInstanceOf(InvalidNameException.class);
        assertThatThrownBy(() -> workflow.start(machine + "x", "{}"))
                .isInstanceOf(StateMachineDoesNotExistException.class);
        assertThatThrownBy(() -> workflow.start("arn:aws:s3:::bucket", "{}")).isInstanceOf(InvalidArnException.class);
        assertThatThrownBy(() -> workflow.describe("arn:aws:states:us-east-1:123456789012:execution:m:none"))
                .isInstanceOf(ExecutionDoesNotExistException.class);
    }

    @Test
    @AwsPage(STEPS_API + "ListExecutions.html")
    void listsExecutionsNewestFirstByStatusPageByPage() {
        String machine = workflow.machine("m", WAIT);
        List<String> started = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String name = "e" + i;
            workflow.client.startExecution(b -> b.stateMachineArn(machine).name(name));
            started.add(0, name);
        }
        String stopped = "arn:aws:states:us-east-1:123456789012:execution:m:e2";
        workflow.client.stopExecution(b -> b.executionArn(stopped));

        assertThat(
                        workflow
                                .client
                                .listExecutionsPaginator(
                                        b -> b.stateMachineArn(machine).maxResults(2))
                                .executions()
                                .stream()
                                .map(ExecutionListItem::name))
                .containsExactlyElementsOf(started);
        assertThat(workflow
                        .client
                        .listExecutionsPaginator(b -> b.stateMachineArn(machine)
                                .statusFilter(ExecutionStatus.RUNNING)
                                .maxResults(1))
                        .executions()
                        .stream()
                        .map(ExecutionListItem::name))
                .containsExactly("e4", "e3", "e1", "e0");
        assertThat(workflow.client
                        .listExecutions(b -> b.stateMachineArn(machine).statusFilter(ExecutionStatus.ABORTED))
                        .executions())
                .singleElement()
                .satisfies(item -> assertThat(item.executionArn()).isEqualTo(stopped));
    }

    @Test
    @AwsPage(STEPS_API + "StopExecution.html")
    @TwinOnly
    void aStoppedExecutionDoesNothingMore() {
        workflow.twin().lambda().serve("work", invocation -> {
            throw new AssertionError("must not run");
        });
        String execution = workflow.start(workflow.machine("m", TASK), "{}");

        workflow.client.stopExecution(
                b -> b.executionArn(execution).error("Enough").cause("changed my mind"));
        workflow.pass(Duration.ofHours(1));

        DescribeExecutionResponse ended = workflow.describe(execution);
        assertThat(ended.status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(ended.error()).isEqualTo("Enough");
        assertThat(ended.cause()).isEqualTo("changed my mind");
        assertThat(workflow.eventTypes(execution)).containsExactly("ExecutionStarted", "ExecutionAborted");
    }

    @Test
    @AwsPage(STEPS_API + "GetExecutionHistory.html")
    @TwinOnly
    void historyTellsEveryStepForwardsBackwardsAndInPages() {
        workflow.twin().lambda().serve("work", invocation -> "{\"done\":true}".getBytes(UTF_8));
        String execution = workflow.start(workflow.machine("m", TASK), "{}");
        workflow.pass(Duration.ZERO);

        List<String> types = List.of(
                "ExecutionStarted",
                "TaskStateEntered",
                "LambdaFunctionScheduled",
                "LambdaFunctionStarted",
                "LambdaFunctionSucceeded",
                "TaskStateExited",
                "ExecutionSucceeded");
        assertThat(workflow.eventTypes(execution)).containsExactlyElementsOf(types);
        assertThat(
                        workflow
                                .client
                                .getExecutionHistoryPaginator(
                                        b -> b.executionArn(execution).maxResults(3))
                                .events()
                                .stream()
                                .map(event -> event.typeAsString()))
                .containsExactlyElementsOf(types);
        assertThat(workflow.client
                        .getExecutionHistory(b ->
                                b.executionArn(execution).reverseOrder(true).maxResults(1))
                        .events())
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.id()).isEqualTo(7);
                    assertThat(event.executionSucceededEventDetails().output()).isEqualTo("{\"done\":true}");
                });
        assertThat(workflow.client
                        .getExecutionHistory(b -> b.executionArn(execution).includeExecutionData(false))
                        .events()
                        .get(4)
                        .lambdaFunctionSucceededEventDetails()
                        .output())
                .isNull();
    }

    /** A history has 25,000 events at most. */
    @Test
    @AwsPage(STEPS_GUIDE + "service-quotas.html")
    void anExecutionThatFillsItsHistoryFails() {
        String execution = workflow.start(
                workflow.machine(
                        "m",
                        "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"Next\":\"B\"},\"B\":"
                                + "{\"Type\":\"Choice\",\"Choices\":[{\"Variable\":\"$.stop\",\"BooleanEquals\":true,"
                                + "\"Next\":\"C\"}],\"Default\":\"A\"},\"C\":{\"Type\":\"Succeed\"}}}"),
                "{\"stop\":false}");
        workflow.pass(Duration.ZERO);

        DescribeExecutionResponse ended = workflow.describe(execution);
        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(ended.cause()).contains("25000");
        assertThat(workflow.client
                        .getExecutionHistory(b ->
                                b.executionArn(execution).reverseOrder(true).maxResults(1))
                        .events())
                .singleElement()
                .satisfies(event -> assertThat(event.id()).isEqualTo(25_000));
    }

    @Test
    @AwsPage(STEPS_GUIDE + "statemachine-structure.html")
    void anExecutionIsTimedOutByItsMachine() {
        String definition = WAIT.replace("\"StartAt\"", "\"TimeoutSeconds\":30,\"StartAt\"");

        DescribeExecutionResponse early = workflow.run(definition, "{}", Duration.ofSeconds(29));
        workflow.pass(Duration.ofSeconds(1));

        assertThat(early.status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(workflow.describe(early.executionArn()).status()).isEqualTo(ExecutionStatus.TIMED_OUT);
    }

    @Test
    @AwsPage(PERMISSIONS + "awsstepfunctions.html")
    @TwinOnly
    void theCallLogNamesMachineAndFunctionForIam() {
        workflow.twin().lambda().serve("work", invocation -> "{}".getBytes(UTF_8));
        String machine = workflow.machine("m", TASK);
        workflow.start(machine, "{}");
        workflow.pass(Duration.ZERO);

        Call start = workflow.twin()
                .calls()
                .where(call -> call.name().equals("states:StartExecution"))
                .get(0);
        assertThat(start.iamActions()).containsExactly("states:StartExecution");
        assertThat(start.resources()).containsExactly(machine);
        Call invoke = workflow.twin()
                .calls()
                .where(call -> call.name().equals("lambda:Invoke"))
                .get(0);
        assertThat(invoke.iamActions()).containsExactly("lambda:InvokeFunction");
        assertThat(invoke.resources()).containsExactly("arn:aws:lambda:us-east-1:123456789012:function:work");
        assertThat(invoke.caller().identity()).isEqualTo("states:m");
    }

    @Test
    @AwsPage(undocumented = "the twin's own: what it does not speak")
    void anUnknownOperationIsRefusedByName() {
        assertThatThrownBy(() -> workflow.client.listActivities(b -> b.maxResults(1)))
                .isInstanceOf(SfnException.class)
                .hasMessageContaining("ListActivities");
    }

    @Test
    @AwsPage(undocumented = "the twin's own: what it keeps on disk")
    @TwinOnly
    void executionsGoOnAfterTheProcessWasKilled(@TempDir Path folder) {
        String definition = """
                {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":60,"Next":"T"},
                 "T":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:work",
                 "Retry":[{"ErrorEquals":["States.ALL"],"IntervalSeconds":10}],"End":true}}}""";
        String execution;
        Twin first = Twin.builder().dataFolder(folder).start();
        try (Workflow before = new Workflow(first)) {
            execution = before.start(before.machine("m", definition), "{\"id\":7}");
            first.clock().advance(Duration.ofSeconds(30));
        }
        Twin second = Twin.builder()
                .dataFolder(folder)
                .startsAt(first.clock().instant())
                .start();
        try (Workflow between = new Workflow(second)) {
            second.lambda().serve("work", invocation -> {
                throw new FunctionError("Busy", "later");
            });
            second.clock().advance(Duration.ofSeconds(30));
            assertThat(between.eventTypes(execution)).endsWith("LambdaFunctionFailed");
        }
        Twin third = Twin.builder()
                .dataFolder(folder)
                .startsAt(second.clock().instant())
                .start();
        try (Workflow after = new Workflow(third)) {
            third.lambda().serve("work", invocation -> invocation.payload());
            third.clock().advance(Duration.ofSeconds(9));
            assertThat(after.describe(execution).status()).isEqualTo(ExecutionStatus.RUNNING);
            third.clock().advance(Duration.ofSeconds(1));
            assertThat(after.describe(execution).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(after.describe(execution).output()).isEqualTo("{\"id\":7}");
        }
    }

    @Test
    @AwsPage(undocumented = "the twin's own: its seed")
    @TwinOnly
    void tellsTheSameStoryForTheSameSeed() {
        List<Map<String, String>> stories = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try (Workflow again = new Workflow(Twin.builder().seed(42).start())) {
                String jittered = TASK.replace(
                        "\"End\"",
                        "\"Retry\":[{\"ErrorEquals\":[\"States.ALL\"],\"JitterStrategy\":\"FULL\",\"MaxAttempts\":5}],\"End\"");
                DescribeExecutionResponse ended = again.run(jittered, "{}", Duration.ofMinutes(5));
                stories.add(Map.of("arn", ended.executionArn(), "end", String.valueOf(ended.stopDate())));
            }
        }
        assertThat(stories.get(0)).isEqualTo(stories.get(1));
    }
}
