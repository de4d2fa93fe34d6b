// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.startup;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.PrimingContext;
import dev.cfmanager.common.aws.AwsClients;
import dev.cfmanager.common.config.ExecutionEnvironment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.crac.Resource;

/**
 * What Lambda does with a function before the first real event: makes its handler, rehearses it as before a snapshot,
 * and, where it serves the API, sends it an event that asks for nothing. Runs in a process of its own, whose class path
 * is the function's jar, the layer, and this class.
 */
public final class StartUp {
    static final String SUCCESS = "started: ";

    private static final String NOTHING =
            "{\"httpMethod\":\"OPTIONS\",\"resource\":\"/\",\"headers\":{},\"requestContext\":{\"requestId\":\"start-up\"}}";

    private StartUp() {}

    /** Starts the handler class named first, and prints its answer; without one, loads what functions share. */
    public static void main(String[] handlers) throws Exception {
        if (handlers.length == 0) {
            AwsClients clients = ExecutionEnvironment.ofLambda().aws();
            System.out.println(SUCCESS + List.of(clients.dynamoDb(), clients.cloudFront(), clients.stepFunctions()));
            return;
        }
        RequestStreamHandler handler = (RequestStreamHandler)
                Class.forName(handlers[0]).getConstructor().newInstance();
        ((Resource) handler).beforeCheckpoint(null);
        ((Resource) handler).afterRestore(null);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        if (handler instanceof ApiHandler) {
            handler.handleRequest(
                    new ByteArrayInputStream(NOTHING.getBytes(StandardCharsets.UTF_8)),
                    answer,
                    PrimingContext.INSTANCE);
        }
        System.out.println(SUCCESS + answer.toString(StandardCharsets.UTF_8));
    }
}
