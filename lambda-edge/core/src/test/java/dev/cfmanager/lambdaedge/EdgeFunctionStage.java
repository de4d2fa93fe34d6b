// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.testing.TestEnvironment;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** A twin with what edge functions need: their table, a role, and a way to let time pass until one is settled. */
public final class EdgeFunctionStage implements AutoCloseable {
    /** The role functions are made with. */
    public static final String ROLE = "arn:aws:iam::123456789012:role/edge";

    private final Twin twin;
    private final TestEnvironment environment;
    private final EdgeFunctionRepository functions;

    /** An empty account. */
    public EdgeFunctionStage() {
        this.twin = Twin.start();
        this.environment = TestEnvironment.on(twin)
                .withTable(EnvironmentVariable.LAMBDA_EDGE_FUNCTIONS_TABLE, DynamoEdgeFunctionRepository.SCHEMA)
                .with(EnvironmentVariable.LAMBDA_EDGE_EXECUTION_ROLE_ARN, ROLE);
        this.functions = new DynamoEdgeFunctionRepository(environment.environment());
    }

    /** The twin. */
    public Twin twin() {
        return twin;
    }

    /** The environment, for more variables and tables. */
    public TestEnvironment environment() {
        return environment;
    }

    /** The records. */
    public EdgeFunctionRepository functions() {
        return functions;
    }

    /** A lifecycle as a new process would have it. */
    public EdgeFunctionLifecycle lifecycle() {
        return new EdgeFunctionLifecycle(
                environment.environment(), new DynamoEdgeFunctionRepository(environment.environment()));
    }

    /** The record of that id. */
    public EdgeFunction record(String functionId) {
        return functions.find(functionId).orElseThrow();
    }

    /** Advances and waits as asked until there is nothing more to do. */
    public EdgeFunctionProgress settle(String functionId) {
        for (int round = 0; round < 100; round++) {
            EdgeFunctionProgress progress = lifecycle().advance(functionId);
            if (!(progress instanceof EdgeFunctionProgress.Again)) {
                return progress;
            }
            pass(((EdgeFunctionProgress.Again) progress).after());
        }
        throw new AssertionError(functionId + " does not settle: " + functions.find(functionId));
    }

    /** Lets time pass. */
    public void pass(Duration span) {
        twin.clock().advance(span);
    }

    /** Lambda in us-east-1. */
    public LambdaClient lambda() {
        return environment.aws().edgeLambda();
    }

    /** The names of all functions that Lambda has. */
    public List<String> atLambda() {
        return lambda().listFunctions().functions().stream()
                .map(FunctionConfiguration::functionName)
                .toList();
    }

    @Override
    public void close() {
        twin.close();
    }
}
