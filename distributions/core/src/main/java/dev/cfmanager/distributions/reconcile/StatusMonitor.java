// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.AwsErrorRules;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.log.Correlation;
import dev.cfmanager.common.log.JsonLog;
import dev.cfmanager.distributions.Distribution;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * The state machine that supplies the clock: it calls the reconciler until a distribution is settled. Its ARN is in
 * {@code STATUS_MONITOR_STATE_MACHINE_ARN}, else in {@code DEPLOYMENT_STATE_MACHINE_ARN}.
 *
 * <p>An execution is named {@code <distribution id>_<version>_<epoch second of the last change>}: starting it twice for
 * one change starts it once, and its name tells whom it watches. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html">StartExecution</a>
 */
public final class StatusMonitor {
    private static final AwsErrorRules ERRORS = AwsErrorRules.shared();
    private static final String QUEUE = "queue-";

    private final SfnClient stepFunctions;
    private final Optional<String> stateMachine;
    private final JsonLog log;

    /** The state machine of this environment. */
    public StatusMonitor(ExecutionEnvironment environment) {
        this.stepFunctions = environment.aws().stepFunctions();
        this.stateMachine = environment
                .env()
                .find(EnvironmentVariable.STATUS_MONITOR_STATE_MACHINE_ARN)
                .or(() -> environment.env().find(EnvironmentVariable.DEPLOYMENT_STATE_MACHINE_ARN));
        this.log = environment.log();
    }

    /**
     * Has a distribution watched. Never fails: what cannot be started now is logged, and find-pending starts it later.
     *
     * @return whether it is watched now
     */
    public boolean watch(Distribution distribution) {
        return start(name(distribution), input(distribution));
    }

    /** Has a distribution watched again, whose first execution has ended; {@code round} makes the name a new one. */
    public boolean watchAgain(Distribution distribution, long round) {
        return start(name(distribution) + "_" + round, input(distribution));
    }

    /** Has a distribution's queue of invalidations handed over from its batch of that number on; never fails either. */
    public boolean watchQueue(String distributionId, long batchNumber) {
        return start(QUEUE + distributionId + "_" + batchNumber, queueInput(distributionId));
    }

    /** Has a queue handed over whose first execution has ended; {@code round} makes the name a new one. */
    public boolean watchQueueAgain(String distributionId, long round) {
        return start(QUEUE + distributionId + "_again_" + round, queueInput(distributionId));
    }

    /** What {@link #watched()} calls an execution that hands over the queue of that distribution. */
    public static String ofQueue(String distributionId) {
        return QUEUE + distributionId;
    }

    /**
     * Ids of the distributions and edge functions, and {@link #ofQueue} names of the queues, that an execution is watching
     * at this moment.
     *
     * @throws OperationException when Step Functions cannot be asked
     */
    public Set<String> watched() {
        Set<String> ids = new HashSet<>();
        stateMachine.ifPresent(arn -> ERRORS.call(() -> {
            stepFunctions
                    .listExecutionsPaginator(list -> list.stateMachineArn(arn)
                            .statusFilter(ExecutionStatus.RUNNING)
                            .maxResults(1000))
                    .executions()
                    .forEach(execution -> ids.add(execution.name().split("_", 2)[0]));
            return ids;
        }));
        return ids;
    }

    private boolean start(String name, ObjectNode input) {
        Correlation.current().ifPresent(id -> input.put(Correlation.MEMBER, id));
        try {
            stateMachine.ifPresent(arn -> stepFunctions.startExecution(
                    start -> start.stateMachineArn(arn).name(name).input(Json.write(input))));
            return stateMachine.isPresent();
        } catch (ExecutionAlreadyExistsException started) {
            return true;
        } catch (SdkException failure) {
            log.warn("watch", Map.of("execution", name, "failure", failure));
            return false;
        }
    }

    private static ObjectNode input(Distribution distribution) {
        ObjectNode input = Json.object().put("distributionId", distribution.id());
        distribution.cloudfrontId().ifPresent(id -> input.put("cloudfrontId", id));
        return input;
    }

    private static ObjectNode queueInput(String distributionId) {
        return Json.object().put("invalidationsOf", distributionId);
    }

    private static String name(Distribution distribution) {
        return distribution.id() + "_" + distribution.version() + "_"
                + distribution.updatedAt().getEpochSecond();
    }
}
