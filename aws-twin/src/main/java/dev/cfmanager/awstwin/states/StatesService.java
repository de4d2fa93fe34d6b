// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Caller;
import dev.cfmanager.awstwin.kernel.Json;
import dev.cfmanager.awstwin.kernel.JsonInput;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.Operation;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.TwinService;
import dev.cfmanager.awstwin.lambda.LambdaCaller;
import dev.cfmanager.awstwin.lambda.LambdaService;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * AWS Step Functions on the wire: standard workflows whose tasks call Lambda
 * (<a href="https://docs.aws.amazon.com/step-functions/latest/apireference/Welcome.html">API reference</a>).
 */
public final class StatesService implements TwinService {
    private static final Set<String> TARGETS = Set.of("AWSStepFunctions");

    private final Map<String, Action> actions;

    /** Step Functions with what the kernel's store remembers of it; open executions go on with the clock. */
    public StatesService(Kernel kernel, LambdaService lambda) {
        StatesData data = new StatesData(kernel.store());
        Engine engine = new Engine(kernel, data, new LambdaTasks(new LambdaCaller(kernel), lambda));
        StateMachines machines = new StateMachines(kernel, data, engine);
        Executions executions = new Executions(kernel, data, engine, machines);
        this.actions = Map.ofEntries(
                Map.entry("CreateStateMachine", new Action("", machines::create)),
                Map.entry("UpdateStateMachine", on("stateMachineArn", machines::update)),
                Map.entry("DescribeStateMachine", on("stateMachineArn", machines::describe)),
                Map.entry("ListStateMachines", new Action("", machines::list)),
                Map.entry("DeleteStateMachine", on("stateMachineArn", machines::delete)),
                Map.entry("ValidateStateMachineDefinition", on("", machines::validate)),
                Map.entry("TagResource", on("resourceArn", machines::tag)),
                Map.entry("UntagResource", on("resourceArn", machines::untag)),
                Map.entry("ListTagsForResource", on("resourceArn", machines::tagsOf)),
                Map.entry("StartExecution", on("stateMachineArn", executions::start)),
                Map.entry("DescribeExecution", on("executionArn", executions::describe)),
                Map.entry("DescribeStateMachineForExecution", on("executionArn", executions::machineOf)),
                Map.entry("ListExecutions", on("stateMachineArn", executions::list)),
                Map.entry("StopExecution", on("executionArn", executions::stop)),
                Map.entry("GetExecutionHistory", on("executionArn", executions::history)));
        engine.resume();
    }

    @Override
    public String signingName() {
        return "states";
    }

    @Override
    public Operation resolve(TwinRequest request, Caller caller) {
        String name = JsonInput.operation(request, TARGETS);
        Action action = actions.get(name);
        if (action == null) {
            throw new AwsError(400, "UnknownOperationException", "the twin's Step Functions has no operation " + name);
        }
        JsonInput input = JsonInput.of(request);
        return Operation.of(
                "states",
                name,
                resource(name, action, input, caller.region()),
                () -> StatesRules.answer(action.run().apply(input, caller.region())));
    }

    @Override
    public TwinResponse render(AwsError error, TwinRequest request) {
        return Json.refusal(error, StatesRules.CONTENT_TYPE);
    }

    @Override
    public AwsError throttled() {
        return new AwsError(400, "ThrottlingException", "Rate exceeded");
    }

    private static String resource(String name, Action action, JsonInput input, String region) {
        if (name.equals("CreateStateMachine")) {
            return StatesRules.machineArn(region, input.get("name").asText());
        }
        return action.resourceMember().isEmpty()
                ? "*"
                : input.get(action.resourceMember()).asText();
    }

    private static Action on(String resourceMember, java.util.function.Function<JsonInput, ObjectNode> run) {
        return new Action(resourceMember, (input, region) -> run.apply(input));
    }

    /**
     * An operation.
     *
     * @param resourceMember the request member that holds the ARN that IAM looks at; empty when there is none
     * @param run answers the request of a caller in a region
     */
    private record Action(String resourceMember, BiFunction<JsonInput, String, ObjectNode> run) {}
}
