// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local;

import com.nimbusds.jose.jwk.RSAKey;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.events.Scheduler;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.lambda.LambdaCaller;
import dev.cfmanager.common.aws.AwsClients;
import dev.cfmanager.local.functions.LocalFunctions;
import dev.cfmanager.local.gateway.Integration;
import dev.cfmanager.local.gateway.RestApi;
import dev.cfmanager.local.sam.ApiDefinition;
import dev.cfmanager.local.sam.EventRule;
import dev.cfmanager.local.sam.FunctionDefinition;
import dev.cfmanager.local.sam.PolicyStatement;
import dev.cfmanager.local.sam.Route;
import dev.cfmanager.local.sam.Schedule;
import dev.cfmanager.local.signin.SigningKey;
import dev.cfmanager.local.signin.TokenIssuer;
import dev.cfmanager.local.signin.TokenVerifier;
import dev.cfmanager.local.signin.UserPool;
import dev.cfmanager.local.stack.ResourceTypes;
import dev.cfmanager.local.stack.Stack;
import dev.cfmanager.local.stack.StackContents;
import dev.cfmanager.local.template.StackIdentity;
import dev.cfmanager.local.template.Template;
import dev.cfmanager.local.template.TemplateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * The whole system in this process: the twin with the template's resources, the functions, the APIs and the edge. Its
 * time stands still until somebody moves or starts the twin's clock. Thread-safe once started.
 */
public final class LocalSystem implements AutoCloseable {
    private static final Duration INTEGRATION_TIMEOUT = Duration.ofSeconds(29);
    private static final String GATEWAY = "apigateway.amazonaws.com";
    private static final String DEPLOYER = "cloudformation.amazonaws.com";

    private final Twin twin;
    private final LocalFunctions functions;
    private final StackContents contents;
    private final Map<String, String> outputs;
    private final List<RestApi> apis;
    private final Optional<TokenIssuer> tokens;
    private final List<Watcher> watchers;

    private LocalSystem(
            Twin twin,
            LocalFunctions functions,
            StackContents contents,
            Map<String, String> outputs,
            List<RestApi> apis,
            Optional<TokenIssuer> tokens,
            List<Watcher> watchers) {
        this.twin = twin;
        this.functions = functions;
        this.contents = contents;
        this.outputs = outputs;
        this.apis = apis;
        this.tokens = tokens;
        this.watchers = watchers;
    }

    /**
     * Creates the stack, or finds it again in its data folder, and makes it ready to answer.
     *
     * @param twin the account to create it in; the caller's to close
     * @throws TemplateException naming what does not resolve
     */
    public static LocalSystem start(Settings settings, Twin twin) {
        StackIdentity identity = new StackIdentity(settings.stackName(), settings.region(), Kernel.ACCOUNT);
        StackContents contents = new StackContents();
        Stack stack = new Stack(
                Template.read(settings.template()),
                identity,
                settings.parameters(),
                ResourceTypes.of(deployer(twin, settings.region()), identity, folderOf(settings.template()), contents));
        stack.create();
        List<Watcher> watchers = ServiceLoader.load(Watcher.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        LocalFunctions functions = new LocalFunctions(twin, settings.region(), line -> {
            watchers.forEach(watcher -> watcher.logged(line));
            settings.functionLog().accept(line);
        });
        contents.functions().forEach(functions::add);
        twin.lambda().host(functions);
        contents.functions().forEach((name, function) -> schedule(twin, settings, name, function));
        contents.functions().forEach((name, function) -> listen(twin, settings, name, function));
        RSAKey key = SigningKey.of(settings.dataFolder());
        contents.functions().values().forEach(function -> checkRoutes(contents, function));
        List<RestApi> apis = contents.apis().entrySet().stream()
                .map(api -> api(twin, settings, contents, key, api.getKey(), api.getValue()))
                .toList();
        Optional<TokenIssuer> tokens = contents.userPools().values().stream()
                .findFirst()
                .map(pool -> new TokenIssuer(key, pool, InstantSource.system()));
        return new LocalSystem(twin, functions, contents, stack.outputs(), apis, tokens, watchers);
    }

    /** Answers a request as the machine with all the system's host names would: API or edge, by host and path. */
    public Optional<TwinResponse> answer(TwinRequest request) {
        if (!Hosts.isOwn(request.host())) {
            return Optional.of(twin.edge().handle(request));
        }
        String path = request.rawPath();
        for (RestApi api : apis) {
            String base = "/" + api.stage();
            if (path.equals(base) || path.startsWith(base + "/")) {
                String afterStage = path.substring(base.length());
                TwinResponse answer = api.answer(request, afterStage);
                watchers.forEach(watcher -> watcher.saw(this, request, afterStage, answer));
                return Optional.of(answer);
            }
        }
        return Optional.empty();
    }

    /** Virtual time never lags behind real time: what fell due while nobody ran the system happens now. */
    public void catchUp(Instant realTime) {
        Duration behind = Duration.between(twin.clock().instant(), realTime);
        if (!behind.isNegative()) {
            twin.clock().advance(behind);
        }
    }

    /** The account everything lives in. */
    public Twin twin() {
        return twin;
    }

    /** Signs development tokens; empty when the template has no user pool. */
    public Optional<TokenIssuer> tokens() {
        return tokens;
    }

    /** Functions by physical name. */
    public Map<String, FunctionDefinition> functions() {
        return contents.functions();
    }

    /**
     * What the template lets a function do: its own statements and those of its managed policies.
     *
     * @throws IllegalArgumentException when there is no such function
     */
    public List<PolicyStatement> permissions(String functionName) {
        FunctionDefinition function = contents.functions().get(functionName);
        if (function == null) {
            throw new IllegalArgumentException("there is no function " + functionName);
        }
        List<PolicyStatement> statements = new ArrayList<>(function.statements());
        function.managedPolicies()
                .forEach(arn -> statements.addAll(contents.managedPolicies().getOrDefault(arn, List.of())));
        return statements;
    }

    /** The statements of the stack's managed policies by their ARNs. */
    public Map<String, List<PolicyStatement>> managedPolicies() {
        return Map.copyOf(contents.managedPolicies());
    }

    /** The APIs it serves. */
    public List<RestApi> apis() {
        return apis;
    }

    /** The stack's outputs by name. */
    public Map<String, String> outputs() {
        return outputs;
    }

    @Override
    public void close() {
        apis.forEach(RestApi::close);
        functions.close();
    }

    private static RestApi api(
            Twin twin, Settings settings, StackContents contents, RSAKey key, String apiId, ApiDefinition definition) {
        LambdaCaller lambda = new LambdaCaller(twin.kernel());
        Map<Route, Integration> routes = new LinkedHashMap<>();
        contents.functions().forEach((name, function) -> {
            for (Route route : function.routes()) {
                if (route.apiRef().equals(apiId)) {
                    routes.put(
                            route,
                            event -> lambda.invoke(GATEWAY, settings.region(), name, null, "RequestResponse", event));
                }
            }
        });
        Optional<TokenVerifier> verifier = definition
                .userPoolArn()
                .map(arn -> new TokenVerifier(key, pool(contents, definition, arn), InstantSource.system()));
        return new RestApi(definition, apiId, routes, verifier, twin.clock(), INTEGRATION_TIMEOUT);
    }

    private static void checkRoutes(StackContents contents, FunctionDefinition function) {
        for (Route route : function.routes()) {
            if (!contents.apis().containsKey(route.apiRef())) {
                throw new TemplateException(function.logicalId() + ".Events: " + route.method() + " " + route.path()
                        + " belongs to no API of the template, but to " + route.apiRef());
            }
        }
    }

    private static UserPool pool(StackContents contents, ApiDefinition api, String arn) {
        UserPool pool = contents.userPools().get(arn);
        if (pool == null) {
            throw new TemplateException(api.logicalId() + ".Auth: the template has no user pool " + arn);
        }
        return pool;
    }

    private static void schedule(Twin twin, Settings settings, String name, FunctionDefinition function) {
        for (Schedule schedule : function.schedules()) {
            String rule = settings.stackName() + "-" + function.logicalId() + schedule.event();
            if (!schedule.enabled()) {
                twin.scheduler().remove(rule);
                continue;
            }
            try {
                twin.scheduler()
                        .invoke(
                                rule,
                                schedule.expression(),
                                settings.region(),
                                name,
                                schedule.input().orElse(null));
            } catch (IllegalArgumentException refused) {
                throw new TemplateException(
                        function.logicalId() + ".Events." + schedule.event() + ": " + refused.getMessage(), refused);
            }
        }
    }

    private static void listen(Twin twin, Settings settings, String name, FunctionDefinition function) {
        LambdaCaller lambda = new LambdaCaller(twin.kernel());
        for (EventRule rule : function.eventRules()) {
            if (rule.enabled()) {
                twin.objectEvents().subscribe(function.logicalId() + rule.event(), event -> {
                    if (rule.matches(event)) {
                        byte[] payload = event.toString().getBytes(StandardCharsets.UTF_8);
                        try {
                            lambda.invoke(Scheduler.IDENTITY, settings.region(), name, null, "Event", payload);
                        } catch (IOException e) {
                            throw new UncheckedIOException("the event did not reach " + name, e);
                        }
                    }
                });
            }
        }
    }

    private static AwsClients deployer(Twin twin, String region) {
        return AwsClients.over(
                twin.httpClient(),
                region,
                StaticCredentialsProvider.create(AwsBasicCredentials.create(DEPLOYER, DEPLOYER)));
    }

    private static Path folderOf(Path template) {
        Path folder = template.toAbsolutePath().getParent();
        return folder == null ? Path.of("") : folder;
    }
}
