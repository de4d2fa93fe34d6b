// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import dev.cfmanager.awstwin.SdkClients;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.Mode;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/** A twin with a Step Functions client, and the few calls every test of a workflow makes. */
final class Workflow implements AutoCloseable {
    static final String ROLE = "arn:aws:iam::123456789012:role/states";

    final SfnClient client;

    private final Supplier<Twin> twin;
    private final Consumer<Duration> time;
    private final UnaryOperator<String> unique;
    private final Consumer<BooleanSupplier> patience;
    private final Runnable end;
    private int machines;

    /** State machines of a conformance test's account. */
    Workflow(Aws aws) {
        this.twin = aws::twin;
        this.time = aws::pass;
        this.unique = aws::unique;
        this.patience = aws.mode() == Mode.FOREIGN ? aws::settle : condition -> {};
        this.client = aws.stepFunctions(Region.US_EAST_1);
        this.end = () -> {}; // the account closes what it lent
    }

    /** State machines of that twin, which is closed with this. */
    Workflow(Twin twin) {
        this.twin = () -> twin;
        this.time = span -> twin.clock().advance(span);
        this.unique = UnaryOperator.identity();
        this.patience = condition -> {};
        this.client = SdkClients.of(twin, SfnClient.builder());
        this.end = () -> {
            client.close();
            twin.close();
        };
    }

    /** The twin behind it; anywhere else the test ends here and counts as left out. */
    Twin twin() {
        return twin.get();
    }

    /** Lets that much time pass; zero runs what is due. */
    void pass(Duration span) {
        time.accept(span);
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
        String execution = start(machine(unique.apply("m" + machines++), definition), input);
        pass(span);
        patience.accept(() -> describe(execution).status() != ExecutionStatus.RUNNING);
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
        end.run();
    }
}
