// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import static dev.cfmanager.awstwin.conformance.Pages.STEPS_GUIDE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.AwsPage;
import dev.cfmanager.awstwin.conformance.Conformance;
import dev.cfmanager.awstwin.conformance.TwinOnly;
import dev.cfmanager.awstwin.kernel.FaultRule;
import dev.cfmanager.awstwin.kernel.Json;
import dev.cfmanager.awstwin.lambda.FunctionError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** What the states of the Amazon States Language do (<a href="https://states-language.net/spec.html">specification</a>). */
@Conformance("states")
class StateLanguageTest {
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:work";

    private final Workflow workflow;
    private final List<Instant> invoked = new ArrayList<>();

    StateLanguageTest(Aws aws) {
        workflow = new Workflow(aws);
    }

    @Test
    @AwsPage(STEPS_GUIDE + "state-pass.html")
    void passPutsItsResultWhereResultPathSays() {
        assertThat(output("{'Type':'Pass','Result':{'x':1},'ResultPath':'$.made.here','End':true}", "", "{\"a\":0}"))
                .isEqualTo("{\"a\":0,\"made\":{\"here\":{\"x\":1}}}");
        assertThat(output("{'Type':'Pass','Result':1,'ResultPath':null,'End':true}", "", "{\"a\":0}"))
                .isEqualTo("{\"a\":0}");
    }

    @Test
    @AwsPage(STEPS_GUIDE + "concepts-input-output-filtering.html")
    void pathsSelectInputAndOutput() {
        assertThat(output(
                        "{'Type':'Pass','InputPath':'$.order','Parameters':{'id.$':'$.id','all.$':'$..n',"
                                + "'machine.$':'$$.StateMachine.Name','fixed':true},'OutputPath':'$.all[1]','End':true}",
                        "",
                        "{\"order\":{\"id\":7,\"lines\":[{\"n\":1},{\"n\":2}]}}"))
                .isEqualTo("2");
        assertThat(output("{'Type':'Pass','InputPath':null,'End':true}", "", "{\"a\":0}"))
                .isEqualTo("{}");
    }

    @Test
    @AwsPage(STEPS_GUIDE + "concepts-error-handling.html#error-handling-error-representation")
    void aPathThatFindsNothingFailsTheExecution() {
        DescribeExecutionResponse ended =
                workflow.runState(json("{'Type':'Pass','Parameters':{'job.$':'$.job'},'End':true}"), "{}");

        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(ended.error()).isEqualTo("States.Runtime");
        assertThat(ended.cause())
                .isEqualTo("An error occurred while executing the state 'S' (entered at the event id #2). "
                        + "The JSONPath '$.job' specified for the field 'job.$' could not be found in the input '{}'");
    }

    @ParameterizedTest
    @MethodSource
    @AwsPage(STEPS_GUIDE + "intrinsic-functions.html")
    void intrinsicFunctionsCompute(String expression, String expected) {
        String quoted = Json.write(Json.tree(expression));
        String input = "{\"name\":\"a\",\"list\":[3,1,3],\"one\":{\"a\":1},\"two\":{\"a\":2,\"b\":3}}";

        assertThat(output("{'Type':'Pass','Parameters':{'v.$':@},'OutputPath':'$.v','End':true}", quoted, input))
                .isEqualTo(expected);
    }

    static Stream<Arguments> intrinsicFunctionsCompute() {
        return Stream.of(
                Arguments.of("States.Format('{}-{}', $.name, 1)", "\"a-1\""),
                Arguments.of("States.Format('it\\'s \\{\\} {}', 'so')", "\"it's {} so\""),
                Arguments.of("States.StringToJson('[1,2]')", "[1,2]"),
                Arguments.of("States.JsonToString($.list)", "\"[3,1,3]\""),
                Arguments.of("States.Array(1, 'x', $.name, null, true)", "[1,\"x\",\"a\",null,true]"),
                Arguments.of("States.ArrayPartition($.list, 2)", "[[3,1],[3]]"),
                Arguments.of("States.ArrayContains($.list, 3)", "true"),
                Arguments.of("States.ArrayRange(1, 7, 3)", "[1,4,7]"),
                Arguments.of("States.ArrayGetItem($.list, 1)", "1"),
                Arguments.of("States.ArrayLength($.list)", "3"),
                Arguments.of("States.ArrayUnique($.list)", "[3,1]"),
                Arguments.of("States.Base64Encode('ab')", "\"YWI=\""),
                Arguments.of("States.Base64Decode(States.Base64Encode('Hällo'))", "\"Hällo\""),
                Arguments.of("States.Hash('a', 'MD5')", "\"0cc175b9c0f1b6a831c399e269772661\""),
                Arguments.of("States.JsonMerge($.one, $.two, false)", "{\"a\":2,\"b\":3}"),
                Arguments.of("States.MathAdd(40, 2)", "42"),
                Arguments.of("States.MathRandom(5, 6)", "5"),
                Arguments.of("States.ArrayLength(States.Array(States.UUID()))", "1"),
                Arguments.of("States.StringSplit('a.b,c', '.,')", "[\"a\",\"b\",\"c\"]"));
    }

    @Test
    @AwsPage(STEPS_GUIDE + "concepts-error-handling.html#error-handling-error-representation")
    void anIntrinsicFunctionThatCannotComputeFailsTheState() {
        DescribeExecutionResponse ended = workflow.runState(
                json("{'Type':'Pass','Parameters':{'v.$':'States.ArrayGetItem($.list, 9)'},'End':true}"),
                "{\"list\":[]}");

        assertThat(ended.error()).isEqualTo("States.IntrinsicFailure");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            'StringEquals':'Deployed'                   | Deployed   | true
            'StringEquals':'Deployed'                   | deployed   | false
            'StringEqualsPath':'$.s'                    | s          | true
            'StringLessThan':'b'                        | a          | true
            'StringGreaterThanEquals':'b'               | a          | false
            'StringMatches':'log-*.txt'                 | log-1.txt  | true
            'StringMatches':'log-\\\\*.txt'         | log-1.txt  | false
            'NumericEquals':1                           | 1          | false
            'TimestampLessThan':'2026-01-02T00:00:00Z'  | 2026-01-01T23:00:00-02:00 | false
            'TimestampEquals':'2026-01-02T01:00:00Z'    | 2026-01-01T23:00:00-02:00 | true
            'IsTimestamp':true                          | 2026-01-01T23:00:00-02:00 | true
            'IsTimestamp':true                          | 2026-01-01 | false
            'IsString':true                             | x          | true
            'IsNull':false                              | x          | true
            'IsPresent':true                            | x          | true
            'IsNumeric':true                            | 1          | false
            'BooleanEquals':true                        | true       | false
            """)
    @AwsPage(STEPS_GUIDE + "state-choice.html")
    void choiceCompares(String rule, String value, boolean expected) {
        assertThat(chosen("'Variable':'$.v'," + rule, "{'v':'" + value + "','s':'s'}"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            'Variable':'$.n','NumericEquals':1                                                         | true
            'Variable':'$.n','NumericGreaterThan':1                                                    | false
            'Variable':'$.n','NumericLessThanEqualsPath':'$.m'                                         | true
            'Variable':'$.b','BooleanEquals':true                                                      | true
            'Variable':'$.z','IsNull':true                                                             | true
            'Variable':'$.none','IsPresent':false                                                      | true
            'Not':{'Variable':'$.n','NumericEquals':1}                                                 | false
            'And':[{'Variable':'$.n','NumericEquals':1},{'Variable':'$.b','BooleanEquals':false}]      | false
            'Or':[{'Variable':'$.n','NumericEquals':9},{'Variable':'$.b','BooleanEquals':true}]        | true
            'Or':[{'Variable':'$.n','NumericEquals':9},{'Variable':'$.b','BooleanEquals':false}]       | false
            """)
    @AwsPage(STEPS_GUIDE + "state-choice.html")
    void choiceCombines(String rule, boolean expected) {
        assertThat(chosen(rule, "{'n':1.0,'m':2,'b':true,'z':null}")).isEqualTo(expected);
    }

    @Test
    @AwsPage(STEPS_GUIDE + "state-choice.html")
    void aChoiceWithoutAMatchOrAnAbsentVariableFailsTheExecution() {
        String definition = json("""
                {'StartAt':'C','States':{'C':{'Type':'Choice','Choices':[
                 {'Variable':'$.v','StringEquals':'x','Next':'D'}]},'D':{'Type':'Succeed'}}}""");

        assertThat(workflow.run(definition, json("{'v':'y'}")).error()).isEqualTo("States.NoChoiceMatched");
        DescribeExecutionResponse absent = workflow.run(definition, "{}");
        assertThat(absent.error()).isEqualTo("States.Runtime");
        assertThat(absent.cause()).contains("Invalid path '$.v'");
    }

    @Test
    @AwsPage(STEPS_GUIDE + "state-wait.html")
    @TwinOnly
    void waitsSecondsOrUntilATime() {
        assertThat(waited("'Seconds':30")).isEqualTo(Duration.ofSeconds(30));
        assertThat(waited("'SecondsPath':'$.wait'")).isEqualTo(Duration.ofSeconds(90));
        assertThat(waited("'Timestamp':'2026-02-01T00:00:00Z'")).isEqualTo(Duration.ofDays(31));
        assertThat(waited("'TimestampPath':'$.past'")).isZero();
    }

    @Test
    @AwsPage(STEPS_GUIDE + "state-wait.html")
    void aWaitThatIsNoNumberFails() {
        assertThat(workflow.runState(json("{'Type':'Wait','SecondsPath':'$.s','End':true}"), json("{'s':'soon'}"))
                        .error())
                .isEqualTo("States.Runtime");
    }

    @Test
    @AwsPage({STEPS_GUIDE + "state-succeed.html", STEPS_GUIDE + "state-fail.html"})
    void succeedAndFailEndTheExecution() {
        assertThat(output("{'Type':'Succeed','OutputPath':'$.a'}", "", "{\"a\":[1]}"))
                .isEqualTo("[1]");

        DescribeExecutionResponse failed =
                workflow.runState(json("{'Type':'Fail','Error':'Broken','Cause':'on purpose'}"), "{}");
        assertThat(failed.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(failed.error() + ": " + failed.cause()).isEqualTo("Broken: on purpose");

        DescribeExecutionResponse dynamic = workflow.runState(
                json("{'Type':'Fail','ErrorPath':'$.e','CausePath':\"States.Format('no {}', $.e)\"}"),
                json("{'e':'E1'}"));
        assertThat(dynamic.error() + ": " + dynamic.cause()).isEqualTo("E1: no E1");
    }

    @Test
    @AwsPage(STEPS_GUIDE + "connect-lambda.html")
    @TwinOnly
    void aTaskSendsItsInputAndTakesThePayload() {
        workflow.twin().lambda().serve("work", invocation -> ("{\"got\":" + text(invocation.payload()) + "}")
                .getBytes(UTF_8));

        assertThat(output(
                        "{'Type':'Task','Resource':'@','Parameters':{'id.$':'$.id'},'ResultPath':'$.r','End':true}",
                        FUNCTION,
                        "{\"id\":7}"))
                .isEqualTo("{\"id\":7,\"r\":{\"got\":{\"id\":7}}}");
        assertThat(output(
                        "{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Parameters':{'FunctionName':'@',"
                                + "'Payload.$':'$'},'ResultSelector':{'got.$':'$.Payload.got','status.$':'$.StatusCode'},'End':true}",
                        FUNCTION,
                        "{\"id\":7}"))
                .isEqualTo("{\"got\":{\"id\":7},\"status\":200}");
    }

    @Test
    @AwsPage(STEPS_GUIDE + "concepts-error-handling.html#error-handling-retrying-after-an-error")
    @TwinOnly
    void retriesAtGrowingIntervals() {
        failing("Busy", 4);

        DescribeExecutionResponse ended = task(
                "'Retry':[{'ErrorEquals':['Busy'],'IntervalSeconds':2,'BackoffRate':3,'MaxDelaySeconds':10,'MaxAttempts':6}]");

        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(gaps()).containsExactly(2L, 6L, 10L, 10L);
    }

    @Test
    @AwsPage(STEPS_GUIDE + "concepts-error-handling.html#error-handling-retrying-after-an-error")
    @TwinOnly
    void retriesThreeTimesByDefaultAndOnlyWhatIsNamed() {
        failing("Busy", 9);
        DescribeExecutionResponse ended = task("'Retry':[{'ErrorEquals':['States.TaskFailed']}]");

        assertThat(ended.error()).isEqualTo("Busy");
        assertThat(gaps()).containsExactly(1L, 2L, 4L);
        invoked.clear();
        assertThat(task("'Retry':[{'ErrorEquals':['Other','States.Timeout']}]").error())
                .isEqualTo("Busy");
        assertThat(invoked).hasSize(1);
        invoked.clear();
        assertThat(task("'Retry':[{'ErrorEquals':['Busy'],'MaxAttempts':0},{'ErrorEquals':['States.ALL']}]")
                        .error())
                .isEqualTo("Busy");
        assertThat(invoked).hasSize(1);
    }

    @Test
    @AwsPage(STEPS_GUIDE + "concepts-error-handling.html#error-handling-retrying-after-an-error")
    @TwinOnly
    void fullJitterStaysWithinTheInterval() {
        failing("Busy", 5);
        task(
                "'Retry':[{'ErrorEquals':['States.ALL'],'IntervalSeconds':100,'BackoffRate':1,'JitterStrategy':'FULL','MaxAttempts':5}]");

        assertThat(gaps()).hasSize(5).allMatch(gap -> gap <= 100).doesNotContain(100L);
        assertThat(gaps().stream().distinct().count()).isGreaterThan(1);
    }

    @Test
    @AwsPage(STEPS_GUIDE + "concepts-error-handling.html#error-handling-fallback-states")
    @TwinOnly
    void catchesTheErrorByNameAndKeepsTheInput() {
        failing("Gone", 1);
        String definition = json("""
                {'StartAt':'T','States':{'T':{'Type':'Task','Resource':'@','End':true,
                 'Catch':[{'ErrorEquals':['Other'],'Next':'O'},{'ErrorEquals':['States.ALL'],'ResultPath':'$.error','Next':'C'}]},
                 'O':{'Type':'Fail'},'C':{'Type':'Pass','OutputPath':'$.error.Error','End':true}}}""").replace("@", FUNCTION);
        DescribeExecutionResponse ended = workflow.run(definition, "{}");

        assertThat(ended.output()).isEqualTo("\"Gone\"");
        assertThat(workflow.eventTypes(ended.executionArn()))
                .containsSubsequence("LambdaFunctionFailed", "TaskStateExited", "PassStateEntered");
    }

    @Test
    @AwsPage(STEPS_GUIDE + "bp-lambda-serviceexception.html")
    @TwinOnly
    void lambdasOwnErrorsCarryItsName() {
        workflow.twin().lambda().serve("work", invocation -> "{}".getBytes(UTF_8));

        fault().fail(500, "ServiceException");
        assertThat(task("'Comment':'1'").error()).isEqualTo("Lambda.ServiceException");
        fault().fail(429, "TooManyRequestsException");
        assertThat(task("'Comment':'2'").error()).isEqualTo("Lambda.TooManyRequestsException");
        fault().loseConnection();
        assertThat(task("'Comment':'3'").error()).isEqualTo("Lambda.SdkClientException");
        fault().fail(400, "Throttling");
        assertThat(task("'Comment':'4'").error()).isEqualTo("Lambda.AWSLambdaException");
        assertThat(task("'Comment':'5'").status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        String absent = "{\"Type\":\"Task\",\"End\":true,\"Resource\":\"" + FUNCTION + "x\"}";
        assertThat(workflow.runState(absent, "{}").error()).isEqualTo("Lambda.ResourceNotFoundException");
    }

    @Test
    @AwsPage(STEPS_GUIDE + "state-task.html")
    @TwinOnly
    void aTaskTimesOutOnVirtualTime() {
        workflow.twin().lambda().serve("work", invocation -> "{}".getBytes(UTF_8));
        workflow.twin().lambda().takes("work", Duration.ofSeconds(2));

        DescribeExecutionResponse inTime = task("'TimeoutSeconds':2");
        assertThat(Duration.between(inTime.startDate(), inTime.stopDate())).isEqualTo(Duration.ofSeconds(2));
        DescribeExecutionResponse late = task("'TimeoutSeconds':1");
        assertThat(late.error()).isEqualTo("States.Timeout");
        assertThat(Duration.between(late.startDate(), late.stopDate())).isEqualTo(Duration.ofSeconds(1));
        assertThat(task("'HeartbeatSeconds':1").error()).isEqualTo("States.HeartbeatTimeout");
        workflow.twin().lambda().takes("work", Duration.ofSeconds(5));
        assertThat(task("'Comment':'beyond the limit of the function'").error()).isEqualTo("Sandbox.Timedout");
    }

    @Test
    @AwsPage(STEPS_GUIDE + "concepts-error-handling.html#error-handling-error-representation")
    @TwinOnly
    void tooMuchDataFailsTheExecutionWhateverItCatches() {
        workflow.twin().lambda().serve("work", invocation -> ("\"" + "x".repeat(262_144) + "\"").getBytes(UTF_8));

        assertThat(task("'Retry':[{'ErrorEquals':['States.ALL']}]").error()).isEqualTo("States.DataLimitExceeded");
    }

    @Test
    @AwsPage(STEPS_GUIDE + "state-parallel.html")
    void parallelJoinsItsBranchesInOrder() {
        DescribeExecutionResponse begun = workflow.run(json("""
                        {'StartAt':'P','States':{'P':{'Type':'Parallel','InputPath':'$.in','ResultPath':'$.out','End':true,'Branches':[
                         {'StartAt':'Slow','States':{'Slow':{'Type':'Wait','Seconds':60,'Next':'A'},
                          'A':{'Type':'Pass','Parameters':{'slow.$':'$.n'},'End':true}}},
                         {'StartAt':'Fast','States':{'Fast':{'Type':'Pass','Result':'fast','End':true}}}]}}}"""), "{\"in\":{\"n\":1}}");
        workflow.pass(Duration.ofSeconds(60));

        assertThat(begun.status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(workflow.describe(begun.executionArn()).output())
                .isEqualTo("{\"in\":{\"n\":1},\"out\":[{\"slow\":1},\"fast\"]}");
        assertThat(workflow.eventTypes(begun.executionArn()))
                .containsSubsequence(
                        "ParallelStateEntered",
                        "ParallelStateStarted",
                        "WaitStateEntered",
                        "PassStateExited",
                        "ParallelStateSucceeded",
                        "ParallelStateExited");
    }

    @Test
    @AwsPage(STEPS_GUIDE + "state-parallel.html")
    @TwinOnly
    void aFailingBranchEndsTheOthersAndFailsTheState() {
        String definition = json("""
                {'StartAt':'P','States':{'P':{'Type':'Parallel','End':true,
                 'Catch':[{'ErrorEquals':['Broken'],'Next':'Caught'}],'Branches':[
                 {'StartAt':'W','States':{'W':{'Type':'Wait','Seconds':60,'Next':'Never'},'Never':{'Type':'Task','Resource':'@','End':true}}},
                 {'StartAt':'F','States':{'F':{'Type':'Fail','Error':'Broken','Cause':'here'}}}]},
                 'Caught':{'Type':'Succeed'}}}""").replace("@", FUNCTION);
        failing("Never", 9);

        DescribeExecutionResponse caught = workflow.run(definition, "{}", Duration.ofHours(1));
        assertThat(caught.output()).isEqualTo("{\"Error\":\"Broken\",\"Cause\":\"here\"}");
        assertThat(invoked).isEmpty();
        DescribeExecutionResponse failed = workflow.run(definition.replace("[\"Broken\"]", "[\"Other\"]"), "{}");
        assertThat(failed.error() + ": " + failed.cause()).isEqualTo("Broken: here");
        assertThat(workflow.eventTypes(failed.executionArn())).endsWith("ParallelStateFailed", "ExecutionFailed");
    }

    @Test
    @AwsPage(STEPS_GUIDE + "state-parallel.html")
    @TwinOnly
    void aRetriedParallelRunsAllItsBranchesAgain() {
        failing("Busy", 1);

        DescribeExecutionResponse ended = workflow.run(
                json("{'StartAt':'P','States':{'P':{'Type':'Parallel','End':true,"
                                + "'Retry':[{'ErrorEquals':['Busy'],'IntervalSeconds':5}],'Branches':["
                                + "{'StartAt':'T','States':{'T':{'Type':'Task','Resource':'@','End':true}}},"
                                + "{'StartAt':'U','States':{'U':{'Type':'Pass','Result':2,'End':true}}}]}}}")
                        .replace("@", FUNCTION),
                "{}",
                Duration.ofMinutes(1));

        assertThat(ended.output()).isEqualTo("[{},2]");
        assertThat(gaps()).containsExactly(5L);
    }

    @Test
    @AwsPage(STEPS_GUIDE + "state-map-inline.html")
    void mapRunsEachItemWithItsContext() {
        assertThat(output("""
                        {'Type':'Map','ItemsPath':'$.list','ResultPath':'$.done','End':true,
                         'ItemSelector':{'i.$':'$$.Map.Item.Index','v.$':'$$.Map.Item.Value.n','all.$':'$.list[0].n'},
                         'ItemProcessor':{'ProcessorConfig':{'Mode':'INLINE'},'StartAt':'I','States':{'I':{'Type':'Pass','End':true}}}}""", "", "{\"list\":[{\"n\":7},{\"n\":8}]}"))
                .isEqualTo(
                        "{\"list\":[{\"n\":7},{\"n\":8}],\"done\":[{\"i\":0,\"v\":7,\"all\":7},{\"i\":1,\"v\":8,\"all\":7}]}");
        assertThat(output(
                        "{'Type':'Map','Iterator':{'StartAt':'I','States':{'I':{'Type':'Pass','End':true}}},'End':true}",
                        "",
                        "[]"))
                .isEqualTo("[]");
        assertThat(workflow.runState(
                                json(
                                        "{'Type':'Map','Iterator':{'StartAt':'I','States':{'I':{'Type':'Pass','End':true}}},'End':true}"),
                                "{}")
                        .error())
                .isEqualTo("States.Runtime");
    }

    @Test
    @AwsPage(STEPS_GUIDE + "state-map-inline.html")
    void mapHoldsBackWhatExceedsItsConcurrency() {
        String definition = json("""
                {'StartAt':'M','States':{'M':{'Type':'Map','MaxConcurrency':2,'End':true,
                 'ItemProcessor':{'StartAt':'W','States':{'W':{'Type':'Wait','Seconds':10,'End':true}}}}}}""");

        DescribeExecutionResponse ended = workflow.run(definition, "[1,2,3,4,5]", Duration.ofHours(1));
        assertThat(ended.output()).isEqualTo("[1,2,3,4,5]");
        assertThat(Duration.between(ended.startDate(), ended.stopDate())).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    @AwsPage(STEPS_GUIDE + "state-map-inline.html")
    @TwinOnly
    void aFailingIterationFailsTheMap() {
        failing("Broken", 9);
        DescribeExecutionResponse ended = workflow.run(
                json("{'StartAt':'M','States':{'M':{'Type':'Map','End':true,'ItemProcessor':{'StartAt':'T','States':"
                                + "{'T':{'Type':'Task','Resource':'@','End':true}}}}}}")
                        .replace("@", FUNCTION),
                "[1,2,3]");

        assertThat(ended.error()).isEqualTo("Broken");
        assertThat(invoked).hasSize(1);
        assertThat(workflow.eventTypes(ended.executionArn()))
                .endsWith("MapIterationFailed", "MapStateFailed", "ExecutionFailed");
    }

    private FaultRule fault() {
        return workflow.twin().faults().on("lambda", "Invoke").call(1);
    }

    private void failing(String error, int times) {
        workflow.twin().lambda().serve("work", invocation -> {
            invoked.add(workflow.twin().clock().instant());
            if (invoked.size() <= times) {
                throw new FunctionError(error, "attempt " + invoked.size());
            }
            return "{}".getBytes(UTF_8);
        });
    }

    /** Runs one task on the function, for up to an hour. */
    private DescribeExecutionResponse task(String more) {
        String state = json("{'Type':'Task','Resource':'" + FUNCTION + "','End':true," + more + "}");
        return workflow.run("{\"StartAt\":\"S\",\"States\":{\"S\":" + state + "}}", "{}", Duration.ofHours(1));
    }

    private List<Long> gaps() {
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < invoked.size(); i++) {
            gaps.add(Duration.between(invoked.get(i - 1), invoked.get(i)).toSeconds());
        }
        return gaps;
    }

    /** How long a Wait lasts that begins with the twin's time. */
    private static Duration waited(String how) {
        try (Workflow fresh = new Workflow(Twin.start())) {
            DescribeExecutionResponse begun = fresh.runState(
                    json("{'Type':'Wait'," + how + ",'End':true}"), json("{'wait':90,'past':'2020-01-01T00:00:00Z'}"));
            fresh.pass(Duration.ofDays(40));
            DescribeExecutionResponse ended = fresh.describe(begun.executionArn());
            return Duration.between(ended.startDate(), ended.stopDate());
        }
    }

    private boolean chosen(String rule, String input) {
        String definition = json("{'StartAt':'C','States':{'C':{'Type':'Choice','Choices':[{" + rule
                + ",'Next':'Yes'}],'Default':'No'},'Yes':{'Type':'Pass','Result':true,'End':true},"
                + "'No':{'Type':'Pass','Result':false,'End':true}}}");
        DescribeExecutionResponse ended = workflow.run(definition, json(input));
        assertThat(ended.status()).as(ended.cause()).isEqualTo(ExecutionStatus.SUCCEEDED);
        return Boolean.parseBoolean(ended.output());
    }

    private String output(String state, String inserted, String input) {
        DescribeExecutionResponse ended = workflow.runState(json(state).replace("@", inserted), input);
        assertThat(ended.status()).as(ended.error() + ": " + ended.cause()).isEqualTo(ExecutionStatus.SUCCEEDED);
        return ended.output();
    }

    /** JSON written with single quotes, for the eye; a text already in double quotes keeps its single ones. */
    private static String json(String text) {
        StringBuilder json = new StringBuilder();
        boolean inDouble = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            inDouble ^= c == '"';
            json.append(c == '\'' && !inDouble ? '"' : c);
        }
        return json.toString();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
