// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Json;
import dev.cfmanager.awstwin.kernel.JsonInput;
import dev.cfmanager.awstwin.kernel.Kernel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The operations on executions. */
final class Executions {
    private static final Set<String> STATUSES = Set.of(
            Execution.RUNNING,
            Execution.SUCCEEDED,
            Execution.FAILED,
            Execution.TIMED_OUT,
            Execution.ABORTED,
            "PENDING_REDRIVE");

    private final Kernel kernel;
    private final StatesData data;
    private final Engine engine;
    private final StateMachines machines;

    Executions(Kernel kernel, StatesData data, Engine engine, StateMachines machines) {
        this.kernel = kernel;
        this.data = data;
        this.engine = engine;
        this.machines = machines;
    }

    /**
     * <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html">StartExecution</a>:
     * the name of an open execution with the same input answers that execution, any other reuse is refused.
     */
    synchronized ObjectNode start(JsonInput input) {
        StateMachine machine = machines.find(input.required("stateMachineArn"));
        if (machine.status().equals(StateMachine.DELETING)) {
            throw StateMachines.deleting(machine.arn());
        }
        String text = checkedInput(input.text("input").orElse("{}"));
        String name = input.text("name").map(StatesRules::name).orElseGet(() -> kernel.ids()
                .uuid());
        String arn = StatesData.executionPrefix(machine) + name;
        Optional<Execution> known = engine.find(arn);
        if (known.isPresent()) {
            if (known.get().running() && known.get().input().equals(text)) {
                return started(known.get());
            }
            throw new AwsError(400, "ExecutionAlreadyExists", "Execution Already Exists: '" + arn + "'");
        }
        Instant now = kernel.clock().instant();
        Map<String, Strand> strands = new LinkedHashMap<>();
        String startAt = data.definition(machine.definitionKey()).startAt("");
        strands.put(Strand.ROOT, new Strand(Strand.ROOT, "", "", 0, null, startAt, text, now));
        Execution execution = new Execution(
                arn,
                name,
                machine.arn(),
                machine.roleArn(),
                machine.definitionKey(),
                Execution.RUNNING,
                text,
                null,
                null,
                null,
                now,
                null,
                0,
                0,
                strands);
        engine.begin(execution);
        return started(execution);
    }

    /** <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html">DescribeExecution</a>. */
    ObjectNode describe(JsonInput input) {
        Execution execution = find(input);
        ObjectNode answer = item(execution);
        answer.put("input", execution.input());
        answer.putObject("inputDetails").put("included", true);
        if (execution.output() != null) {
            answer.put("output", execution.output());
            answer.putObject("outputDetails").put("included", true);
        }
        if (execution.error() != null) {
            answer.put("error", execution.error());
        }
        if (execution.cause() != null) {
            answer.put("cause", execution.cause());
        }
        answer.put("redriveCount", 0);
        answer.put("redriveStatus", "NOT_REDRIVABLE");
        return answer;
    }

    /** <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineForExecution.html">DescribeStateMachineForExecution</a>: the definition it runs, even if the machine has another by now. */
    ObjectNode machineOf(JsonInput input) {
        Execution execution = find(input);
        ObjectNode answer = Json.object();
        answer.put("stateMachineArn", execution.machineArn());
        answer.put("name", execution.machineName());
        answer.put("definition", data.definitionText(execution.definitionKey()));
        answer.put("roleArn", execution.roleArn());
        answer.set("updateDate", Json.time(execution.started()));
        String key = execution.definitionKey();
        answer.put("revisionId", key.substring(key.indexOf('#') + 1));
        return answer;
    }

    /** <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html">ListExecutions</a>: newest first. */
    ObjectNode list(JsonInput input) {
        StateMachine machine = machines.find(input.required("stateMachineArn"));
        Optional<String> status = input.text("statusFilter");
        if (status.isPresent() && !STATUSES.contains(status.get())) {
            throw new AwsError(
                    400,
                    "ValidationException",
                    "1 validation error detected: Value '" + status.get()
                            + "' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]");
        }
        int most = StateMachines.most(input);
        Optional<String> last = StatesRules.key(input.text("nextToken"));
        if (last.isPresent() && !last.get().startsWith(machine.arn() + "|")) {
            throw StatesRules.invalidToken();
        }
        Instant now = kernel.clock().instant();
        ObjectNode answer = Json.object();
        ArrayNode listed = answer.putArray("executions");
        Optional<String> shown = last;
        for (Optional<String> key = data.before(machine, last); key.isPresent(); key = data.before(machine, key)) {
            Optional<Execution> execution = data.atKey(key.get())
                    .filter(found -> !found.forgotten(now)
                            && (status.isEmpty() || found.status().equals(status.get())));
            if (execution.isPresent()) {
                if (listed.size() == most) {
                    answer.put("nextToken", StatesRules.token(shown.orElse("")));
                    break;
                }
                listed.add(item(execution.get()));
                shown = key;
            }
        }
        return answer;
    }

    /** <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html">StopExecution</a>. */
    ObjectNode stop(JsonInput input) {
        Execution running = find(input);
        Execution stopped = engine.stop(running.arn(), input.text("error"), input.text("cause"))
                .orElse(running);
        ObjectNode answer = Json.object();
        Instant at = stopped.stopped();
        answer.set("stopDate", Json.time(at == null ? kernel.clock().instant() : at));
        return answer;
    }

    /** <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html">GetExecutionHistory</a>. */
    ObjectNode history(JsonInput input) {
        Execution execution = find(input);
        boolean reverse = input.flag("reverseOrder", false);
        boolean withData = input.flag("includeExecutionData", true);
        int most = StateMachines.most(input);
        long id = StatesRules.key(input.text("nextToken"))
                .map(key -> position(key, execution))
                .orElse(reverse ? execution.events() : 1L);
        ObjectNode answer = Json.object();
        ArrayNode events = answer.putArray("events");
        while (id >= 1 && id <= execution.events() && events.size() < most) {
            data.event(execution.arn(), id).ifPresent(event -> events.add(event.toJson(withData)));
            id += reverse ? -1 : 1;
        }
        if (id >= 1 && id <= execution.events()) {
            answer.put("nextToken", StatesRules.token(execution.arn() + "#" + id));
        }
        return answer;
    }

    private static long position(String key, Execution execution) {
        String prefix = execution.arn() + "#";
        if (!key.startsWith(prefix) || !key.substring(prefix.length()).matches("\\d{1,6}")) {
            throw StatesRules.invalidToken();
        }
        return Long.parseLong(key.substring(prefix.length()));
    }

    private Execution find(JsonInput input) {
        String arn = StatesRules.arn(input.required("executionArn"), "execution");
        return engine.find(arn)
                .orElseThrow(
                        () -> new AwsError(400, "ExecutionDoesNotExist", "Execution Does Not Exist: '" + arn + "'"));
    }

    private static String checkedInput(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > Interpreter.MOST_DATA) {
            throw invalidInput("The input is larger than " + Interpreter.MOST_DATA + " bytes");
        }
        try {
            Json.parse(text);
            return text;
        } catch (JsonProcessingException e) {
            throw invalidInput(e.getOriginalMessage());
        }
    }

    private static AwsError invalidInput(String why) {
        return new AwsError(400, "InvalidExecutionInput", "Invalid State Machine Execution Input: '" + why + "'");
    }

    private static ObjectNode started(Execution execution) {
        ObjectNode answer = Json.object().put("executionArn", execution.arn());
        answer.set("startDate", Json.time(execution.started()));
        return answer;
    }

    private static ObjectNode item(Execution execution) {
        ObjectNode item = Json.object();
        item.put("executionArn", execution.arn());
        item.put("stateMachineArn", execution.machineArn());
        item.put("name", execution.name());
        item.put("status", execution.status());
        item.set("startDate", Json.time(execution.started()));
        if (execution.stopped() != null) {
            item.set("stopDate", Json.time(execution.stopped()));
        }
        return item;
    }
}
