// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.functions;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.lambda.FunctionHost;
import dev.cfmanager.awstwin.lambda.HostedFunction;
import dev.cfmanager.common.aws.AwsClients;
import dev.cfmanager.common.config.Env;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.config.IdSource;
import dev.cfmanager.common.log.JsonLog;
import dev.cfmanager.local.sam.FunctionDefinition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The functions of the stack, running in this process against the twin, each under credentials of its own. */
public final class LocalFunctions implements FunctionHost, AutoCloseable {
    private final Twin twin;
    private final String region;
    private final Consumer<String> log;
    private final TimeLimit timeLimit = new TimeLimit();
    private final Map<String, HostedFunction> functions = new ConcurrentHashMap<>();

    /**
     * A host without functions.
     *
     * @param region the stack's region
     * @param log where the functions' log lines go
     */
    public LocalFunctions(Twin twin, String region, Consumer<String> log) {
        this.twin = twin;
        this.region = region;
        this.log = log;
    }

    /**
     * Makes a function's handler and serves it from then on.
     *
     * @throws dev.cfmanager.local.template.TemplateException when its handler cannot be made
     */
    public void add(String name, FunctionDefinition definition) {
        RequestStreamHandler handler = HandlerLoader.load(definition, environment(name, definition));
        HostedFunction.Code code = invocation -> {
            long endsAt = System.nanoTime() + definition.timeout().toNanos();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            handler.handleRequest(
                    new ByteArrayInputStream(invocation.payload()), out, new LocalContext(invocation, endsAt, log));
            return out.toByteArray();
        };
        functions.put(
                name,
                new HostedFunction(
                        invocation -> timeLimit.run(code, invocation, definition.timeout()),
                        "java25",
                        definition.handler(),
                        definition.timeout(),
                        definition.memoryMegabytes()));
    }

    @Override
    public Optional<HostedFunction> find(String functionName) {
        return Optional.ofNullable(functions.get(functionName));
    }

    @Override
    public void close() {
        timeLimit.close();
    }

    private ExecutionEnvironment environment(String name, FunctionDefinition definition) {
        AwsBasicCredentials credentials = credentials(name);
        twin.kernel().identify(credentials.accessKeyId(), name);
        Map<String, String> variables = new LinkedHashMap<>(definition.environment());
        // What Lambda itself sets.
        variables.put("AWS_REGION", region);
        variables.put("AWS_LAMBDA_FUNCTION_NAME", name);
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(definition.memoryMegabytes()));
        return new ExecutionEnvironment(
                Env.of(variables),
                AwsClients.over(twin.httpClient(), region, StaticCredentialsProvider.create(credentials)),
                twin.clock(),
                IdSource.secure(),
                new JsonLog(log),
                ExecutionEnvironment.Sleeper.thread());
    }

    /** An access key per function, the same at every start: by it the twin's call log knows who called. */
    private static AwsBasicCredentials credentials(String name) {
        String digits = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "")
                .toUpperCase(Locale.ROOT);
        return AwsBasicCredentials.create("ASIA" + digits.substring(0, 16), digits);
    }
}
