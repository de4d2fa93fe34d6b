// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import dev.cfmanager.awstwin.SdkClients;
import dev.cfmanager.awstwin.Twin;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/** A twin with a Step Functions client, and the few calls every test of a workflow makes. */
final class Workflow implements AutoCloseable {
    static final String ROLE = "arn:aws:iam::123456789012:role/states";

    final Twin twin;
    final SfnClient client;

    Workflow() {
        this(Twin.start());
    }

    Workflow(Twin twin) {
        this.twin = twin;
        this.client = SdkClients.of(twin, SfnClient.builder());
    }

    /** Creates a machine and answers its ARN. */
    String machine(String name, String definition) {
        return client.createStateMachine(
                        b -> b.name(name).definition(definition).roleArn(ROLE))
                .stateMachineArn();
    }

    /** Starts an execution and answers its ARN. */
    String start(String machineArn, String input) {
        return client.startExecution(b -> b.stateMachineArn(machineArn).input(input))
                .executionArn();
    }

    /** Runs a definition to where it stands after {@code span} of virtual time. */
    DescribeExecutionResponse run(String definition, String input, Duration span) {
        String execution = start(machine("m" + twin.kernel().ids().lower("", 8), definition), input);
        twin.clock().advance(span);
        return describe(execution);
    }

    /** Runs a definition that needs no time. */
    DescribeExecutionResponse run(String definition, String input) {
        return run(definition, input, Duration.ZERO);
    }

    /** Runs one state as a whole machine. */
    DescribeExecutionResponse runState(String state, String input) {
        return run("{\"StartAt\":\"S\",\"States\":{\"S\":" + state + "}}", input);
    }

    DescribeExecutionResponse describe(String executionArn) {
        return client.describeExecution(b -> b.executionArn(executionArn));
    }

    List<HistoryEvent> history(String executionArn) {
        return client.getExecutionHistoryPaginator(b -> b.executionArn(executionArn)).events().stream()
                .toList();
    }

    List<String> eventTypes(String executionArn) {
        return history(executionArn).stream().map(HistoryEvent::typeAsString).toList();
    }

    @Override
    public void close() {
        client.close();
        twin.close();
    }
}
