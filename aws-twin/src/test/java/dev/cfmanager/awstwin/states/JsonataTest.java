// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import static dev.cfmanager.awstwin.conformance.Pages.STEPS_GUIDE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.AwsPage;
import dev.cfmanager.awstwin.conformance.Conformance;
import dev.cfmanager.awstwin.kernel.Json;
import dev.cfmanager.awstwin.lambda.FunctionError;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.InvalidDefinitionException;

/**
 * States written in JSONata, and variables in both languages
 * (<a href="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html">transforming data</a>,
 * <a href="https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html">variables</a>).
 */
@Conformance("states")
class JsonataTest {
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:work";

    private final Workflow workflow;

    JsonataTest(Aws aws) {
        workflow = new Workflow(aws);
    }

    @ParameterizedTest
    @MethodSource
    @AwsPage(STEPS_GUIDE + "transforming-data.html")
    void evaluates(String expression, String expected) {
        assertThat(evaluate(expression).output()).isEqualTo(expected);
    }

    static Stream<Arguments> evaluates() {
        return Stream.of(
                Arguments.of("$states.input.order.total + 1", "8"),
                Arguments.of("$sum($states.input.lines.price)", "30"),
                Arguments.of("$states.input.lines[price > 15].name", "\"b\""),
                Arguments.of("[$states.input.lines.name]", "[\"a\",\"b\"]"),
                Arguments.of("$states.input.nothing", "null"),
                Arguments.of("{ 'avg': $average($states.input.lines.price) }", "{\"avg\":15}"),
                Arguments.of("$exists($states.input.absent) ? 1 : 'none'", "\"none\""),
                Arguments.of("($twice := function($x) { $x * 2 }; $twice(21))", "42"),
                Arguments.of("$states.context.StateMachine.Name = 'm' or true", "true"),
                Arguments.of("$merge([$states.input.order, {'paid': false}])", "{\"total\":7,\"paid\":false}"),
                Arguments.of("$partition([1,2,3], 2)", "[[1,2],[3]]"),
                Arguments.of("$range(1, 7, 3)", "[1,4,7]"),
                Arguments.of("$hash('a', 'MD5')", "\"0cc175b9c0f1b6a831c399e269772661\""),
                Arguments.of("$parse('{\"a\":[1]}').a[0]", "1"),
                Arguments.of("$length($uuid())", "36"),
                Arguments.of("$random(7) = $random(7) and $random(7) < 1", "true"),
                Arguments.of("$millis()", "1767225600000"),
                Arguments.of("$now()", "\"2026-01-01T00:00:00.000Z\""),
                Arguments.of("$now('[Y]/[M]', '+0000')", "\"2026/1\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$states.input.absent", "1 + 'a'", "$eval('1')", "$error('mine')", "total"})
    @AwsPage(STEPS_GUIDE + "concepts-error-handling.html#error-handling-error-representation")
    void whatCannotBeEvaluatedIsAQueryEvaluationError(String expression) {
        DescribeExecutionResponse ended = evaluate(expression);

        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(ended.error()).isEqualTo("States.QueryEvaluationError");
        assertThat(ended.cause())
                .contains("The JSONata expression '" + expression + "' specified for the field 'Output'");
        assertThat(workflow.eventTypes(ended.executionArn())).endsWith("EvaluationFailed", "ExecutionFailed");
    }

    @Test
    @AwsPage(STEPS_GUIDE + "transforming-data.html")
    void aTaskIsGivenArgumentsAndShapesItsOutput() {
        workflow.twin().lambda().serve("work", invocation -> invocation.payload());

        DescribeExecutionResponse ended = workflow.run("""
                {"QueryLanguage":"JSONata","StartAt":"T","States":{"T":{"Type":"Task",
                 "Resource":"arn:aws:states:::lambda:invoke","TimeoutSeconds":"{% 2 + 3 %}",
                 "Arguments":{"FunctionName":"work","Payload":{"ids":["{% $states.input.id %}","fixed"]}},
                 "Assign":{"first":"{% $states.result.Payload.ids[0] %}"},
                 "Output":{"got":"{% $states.result.Payload.ids %}","was":"{% $states.input.id %}"},"Next":"S"},
                 "S":{"Type":"Succeed","Output":"{% $merge([$states.input, {'first': $first}]) %}"}}}""", "{\"id\":7}");

        assertThat(ended.output()).isEqualTo("{\"got\":[7,\"fixed\"],\"was\":7,\"first\":7}");
    }

    @Test
    @AwsPage(STEPS_GUIDE + "transforming-data.html")
    void choicesWaitsMapsAndCatchesAreWrittenInIt() {
        workflow.twin().lambda().serve("work", invocation -> {
            throw new FunctionError("Busy", "later");
        });

        DescribeExecutionResponse ended =
                workflow.run("""
                {"QueryLanguage":"JSONata","StartAt":"C","States":{
                 "C":{"Type":"Choice","Choices":[
                  {"Condition":"{% $states.input.n > 9 %}","Next":"F"},
                  {"Condition":"{% $states.input.n = 2 %}","Assign":{"n":"{% $states.input.n %}"},"Output":{"s":"{% $states.input.n * 30 %}"},"Next":"W"}]},
                 "W":{"Type":"Wait","Seconds":"{% $states.input.s %}","Next":"M"},
                 "M":{"Type":"Map","Items":"{% [1..$n] %}","MaxConcurrency":"{% $n - 1 %}",
                  "ItemSelector":{"v":"{% $states.context.Map.Item.Value * 10 %}","i":"{% $states.context.Map.Item.Index %}"},
                  "ItemProcessor":{"StartAt":"P","States":{"P":{"Type":"Pass","Output":"{% $states.input.v + $n %}","End":true}}},
                  "Assign":{"mapped":"{% $states.result %}"},"Next":"T"},
                 "T":{"Type":"Task","Resource":"FUNCTION","End":true,
                  "Catch":[{"ErrorEquals":["Busy"],"Assign":{"why":"{% $states.errorOutput.Error %}"},"Output":"{% $states.input %}","Next":"F"}]},
                 "F":{"Type":"Fail","Error":"{% $why %}","Cause":"{% $string($mapped) %}"}}}""".replace("FUNCTION", FUNCTION), "{\"n\":2}", Duration.ofSeconds(60));

        assertThat(ended.error()).isEqualTo("Busy");
        assertThat(ended.cause()).isEqualTo("[12,22]");
        assertThat(Duration.between(ended.startDate(), ended.stopDate())).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    @AwsPage(STEPS_GUIDE + "concepts-error-handling.html#error-handling-error-representation")
    void anEvaluationErrorCanBeRetriedAndCaught() {
        DescribeExecutionResponse ended = workflow.run("""
                {"QueryLanguage":"JSONata","StartAt":"T","States":{"T":{"Type":"Task","Resource":"FUNCTION",
                 "Arguments":"{% $states.input.absent %}","Retry":[{"ErrorEquals":["States.QueryEvaluationError"],"MaxAttempts":1}],
                 "Catch":[{"ErrorEquals":["States.ALL"],"Next":"S"}],"End":true},"S":{"Type":"Succeed"}}}""".replace("FUNCTION", FUNCTION), "{}", Duration.ofMinutes(1));

        assertThat(ended.output()).startsWith("{\"Error\":\"States.QueryEvaluationError\"");
        assertThat(Duration.between(ended.startDate(), ended.stopDate())).isEqualTo(Duration.ofSeconds(1));
    }

    /** Assignments take effect in the next state; inner scopes see outer variables. */
    @Test
    @AwsPage(STEPS_GUIDE + "workflow-variables.html")
    void jsonPathStatesAssignAndReadVariables() {
        workflow.twin().lambda().serve("work", invocation -> "{\"n\":5}".getBytes(UTF_8));

        DescribeExecutionResponse ended = workflow.run("""
                {"StartAt":"A","States":{
                 "A":{"Type":"Pass","Result":{"x":1},"Assign":{"x.$":"$.x","fixed":[1,2]},"Next":"T"},
                 "T":{"Type":"Task","Resource":"FUNCTION","Assign":{"n.$":"$.n","old.$":"$x","x":2},"ResultPath":null,"Next":"P"},
                 "P":{"Type":"Parallel","Branches":[{"StartAt":"B","States":{"B":{"Type":"Pass","Assign":{"inner.$":"$x"},
                  "Parameters":{"in.$":"$fixed[1]","x.$":"$x"},"End":true}}}],"Next":"C"},
                 "C":{"Type":"Choice","Choices":[{"Variable":"$n","NumericEquals":5,"Assign":{"chosen":true},"Next":"E"}],"Default":"E"},
                 "E":{"Type":"Pass","Parameters":{"old.$":"$old","x.$":"$x","branch.$":"$[0]","chosen.$":"$chosen"},"End":true}}}""".replace("FUNCTION", FUNCTION), "{}");

        assertThat(ended.output())
                .as(ended.cause())
                .isEqualTo("{\"old\":1,\"x\":2,\"branch\":{\"in\":2,\"x\":2},\"chosen\":true}");
        assertThat(workflow.history(ended.executionArn()).stream()
                        .filter(event -> event.typeAsString().equals("TaskStateExited"))
                        .findFirst()
                        .orElseThrow()
                        .stateExitedEventDetails()
                        .assignedVariables())
                .containsEntry("old", "1")
                .containsEntry("x", "2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Type\":\"Pass\",\"Output\":\"{% $x( %}\",\"End\":true}",
                "{\"Type\":\"Pass\",\"Parameters\":{},\"End\":true}",
                "{\"Type\":\"Pass\",\"InputPath\":\"$.a\",\"End\":true}",
                "{\"Type\":\"Pass\",\"QueryLanguage\":\"JSONPath\",\"End\":true}",
                "{\"Type\":\"Pass\",\"Assign\":{\"states\":1},\"End\":true}",
                "{\"Type\":\"Pass\",\"Assign\":{\"a-b\":1},\"End\":true}",
                "{\"Type\":\"Choice\",\"Choices\":[{\"Variable\":\"$.a\",\"IsNull\":true,\"Next\":\"S\"}]}",
                "{\"Type\":\"Choice\",\"Choices\":[{\"Condition\":\"yes\",\"Next\":\"S\"}]}",
                "{\"Type\":\"Wait\",\"SecondsPath\":\"$.a\",\"End\":true}",
                "{\"Type\":\"Parallel\",\"Assign\":{\"a\":1},\"Branches\":[{\"StartAt\":\"B\",\"States\":{\"B\":"
                        + "{\"Type\":\"Pass\",\"Assign\":{\"a\":1},\"End\":true}}}],\"End\":true}"
            })
    @AwsPage(STEPS_GUIDE + "transforming-data.html")
    void refusesWhatIsNoJsonataState(String state) {
        assertThatThrownBy(() -> workflow.machine("m", machine(state))).isInstanceOf(InvalidDefinitionException.class);
    }

    private DescribeExecutionResponse evaluate(String expression) {
        String output = Json.write(Json.tree("{% " + expression + " %}"));
        return workflow.run(
                machine("{\"Type\":\"Pass\",\"Output\":" + output + ",\"End\":true}"),
                "{\"order\":{\"total\":7},\"lines\":[{\"name\":\"a\",\"price\":10},{\"name\":\"b\",\"price\":20}],\"nothing\":null}");
    }

    private static String machine(String state) {
        return "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"S\",\"States\":{\"S\":" + state + "}}";
    }
}
