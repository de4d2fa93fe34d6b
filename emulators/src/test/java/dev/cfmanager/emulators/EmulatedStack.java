// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.emulators;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.api.PrimingContext;
import dev.cfmanager.common.aws.AwsClients;
import dev.cfmanager.common.config.Env;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.config.IdSource;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.log.JsonLog;
import dev.cfmanager.local.functions.HandlerLoader;
import dev.cfmanager.local.sam.FunctionDefinition;
import dev.cfmanager.local.stack.ResourceTypes;
import dev.cfmanager.local.stack.Stack;
import dev.cfmanager.local.stack.StackContents;
import dev.cfmanager.local.template.StackIdentity;
import dev.cfmanager.local.template.Template;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** The template's stack, its tables, buckets and state machine on an emulator and the rest on a twin; handlers run here. */
final class EmulatedStack implements AutoCloseable {
    /** What LocalStack has free of charge and we speak. */
    static final Set<String> OF_LOCALSTACK = Set.of("dynamodb", "s3", "states", "acm", "lambda");

    private final Twin twin = Twin.start();
    private final AwsClients aws;
    private final StackContents contents = new StackContents();

    EmulatedStack(URI endpoint) {
        this.aws = AwsClients.over(
                new DividedHttpClient(endpoint, OF_LOCALSTACK, UrlConnectionHttpClient.create(), twin.httpClient()),
                "us-east-1",
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
        Path folder = Path.of("..").toAbsolutePath().normalize();
        StackIdentity identity = new StackIdentity("emulated", "us-east-1", "000000000000");
        new Stack(
                        Template.read(folder.resolve("template.yaml")),
                        identity,
                        Map.of("AllowedOrigins", "https://console.example"),
                        ResourceTypes.of(aws, identity, folder, contents))
                .create();
    }

    /** Clients of emulator and twin. */
    AwsClients aws() {
        return aws;
    }

    /** Lets virtual time pass on the twin. */
    void pass(Duration span) {
        twin.clock().advance(span);
    }

    /** Calls the function that serves a route as an Administrator; gives the answer's body, its status under {@code status}. */
    ObjectNode call(String method, String route, Map<String, String> path, String body) {
        FunctionDefinition function = contents.functions().values().stream()
                .filter(each -> each.routes().stream()
                        .anyMatch(served ->
                                served.method().equals(method) && served.path().equals(route)))
                .findFirst()
                .orElseThrow();
        ObjectNode event =
                Json.object().put("resource", route).put("path", route).put("httpMethod", method);
        ObjectNode parameters = event.putObject("pathParameters");
        path.forEach(parameters::put);
        ObjectNode context = event.putObject("requestContext").put("requestId", "request-1");
        context.putObject("authorizer").putObject("claims").put("sub", "sub-1").put("cognito:groups", "Administrators");
        event.put("body", body).put("isBase64Encoded", false);
        JsonNode answer = run(function, event);
        ObjectNode read = (ObjectNode) Json.parseOwn(answer.path("body").asText());
        return read.put("status", answer.path("statusCode").asInt());
    }

    /** Runs a task. */
    JsonNode task(String logicalId, ObjectNode input) {
        FunctionDefinition function = contents.functions().values().stream()
                .filter(each -> each.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow();
        return run(function, input);
    }

    @Override
    public void close() {
        twin.close();
    }

    private JsonNode run(FunctionDefinition function, ObjectNode event) {
        Map<String, String> variables = new LinkedHashMap<>(function.environment());
        variables.put("AWS_REGION", "us-east-1");
        variables.put("AWS_LAMBDA_FUNCTION_NAME", function.logicalId());
        RequestStreamHandler handler = HandlerLoader.load(
                function,
                new ExecutionEnvironment(
                        Env.of(variables), aws, twin.clock(), IdSource.secure(), new JsonLog(line -> {}), this::pass));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            handler.handleRequest(
                    new ByteArrayInputStream(Json.write(event).getBytes(StandardCharsets.UTF_8)),
                    out,
                    PrimingContext.INSTANCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Json.parseOwn(out.toString(StandardCharsets.UTF_8));
    }
}
