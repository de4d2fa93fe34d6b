// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.Env;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.log.Correlation;
import dev.cfmanager.common.log.JsonLog;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;

/** Has the status-monitor state machine look at an edge function again, in seconds instead of at the next sweep. */
public final class EdgeFunctionMonitor {
    private final Optional<String> stateMachine;
    private final SfnClient stepFunctions;
    private final JsonLog log;

    /** With that environment's {@code STATUS_MONITOR_STATE_MACHINE_ARN}; without one, sweeps alone do the work. */
    public EdgeFunctionMonitor(ExecutionEnvironment environment) {
        Env env = environment.env();
        this.stateMachine = env.find(EnvironmentVariable.STATUS_MONITOR_STATE_MACHINE_ARN)
                .or(() -> env.find(EnvironmentVariable.DEPLOYMENT_STATE_MACHINE_ARN));
        this.stepFunctions = environment.aws().stepFunctions();
        this.log = environment.log();
    }

    /** Starts an execution with {@code {"functionId"}}, one per function. That it cannot be started is only logged. */
    public void watch(String functionId) {
        if (stateMachine.isEmpty()) {
            return;
        }
        ObjectNode input = Json.object().put("functionId", functionId);
        Correlation.current().ifPresent(id -> input.put(Correlation.MEMBER, id));
        try {
            stepFunctions.startExecution(start ->
                    start.stateMachineArn(stateMachine.get()).name(functionId).input(Json.write(input)));
        } catch (ExecutionAlreadyExistsException watched) {
            return;
        } catch (SdkException failure) {
            log.warn("edge function is not watched", Map.of("functionId", functionId, "failure", failure));
        }
    }
}
