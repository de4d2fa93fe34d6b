// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.aws.AwsClients;
import dev.cfmanager.common.config.Env;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.config.IdSource;
import dev.cfmanager.common.log.JsonLog;
import dev.cfmanager.local.functions.HandlerLoader;
import dev.cfmanager.local.sam.FunctionDefinition;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Each function is given the environment variables that its code reads, and no others. */
class EnvironmentTest {
    private static final Pattern NAME = Pattern.compile("EnvironmentVariable\\.([A-Z][A-Z_]+)");
    private static final Twin TWIN = Twin.start();

    /** The names in each source file. */
    private static final Map<String, Set<String>> NAMED = Repository.deployedSources(".java").stream()
            .collect(Collectors.toMap(Path::toString, EnvironmentTest::namesIn));

    private static final Set<String> SET_BY_LAMBDA = Set.of("AWS_REGION", "AWS_LAMBDA_FUNCTION_NAME");
    private static final Set<String> SET_FOR_ALL =
            Set.of("JAVA_TOOL_OPTIONS", "CORS_ALLOWED_ORIGINS", "ADMIN_GROUP", "OPERATOR_GROUP");
    private static final Set<String> FALLBACKS = Set.of(
            "DEPLOYMENT_STATE_MACHINE_ARN", // the older name, for stacks of the reference project
            "MIN_SIZE_PERCENT"); // half of the last size unless somebody needs another share

    @AfterAll
    static void close() {
        TWIN.close();
    }

    static List<FunctionDefinition> functions() {
        return Blueprint.functions();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void setsWhatTheCodeReads(FunctionDefinition function) { // defect F-9
        Set<String> unset = new TreeSet<>(readWhileMade(function));
        unset.addAll(readByItsOwnModule(function));
        unset.removeAll(function.environment().keySet());
        unset.removeAll(SET_BY_LAMBDA);
        unset.removeAll(FALLBACKS);
        if (!servesPost(function)) {
            unset.remove("IDEMPOTENCY_TABLE");
        }

        assertThat(unset).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void setsNothingThatTheCodeDoesNotRead(FunctionDefinition function) {
        Set<String> unread = new TreeSet<>(function.environment().keySet());
        unread.removeAll(readWhileMade(function));
        unread.removeAll(namedIn(sourcesOf(function)));
        coresUnder(function).forEach(core -> unread.removeAll(namedIn(core)));
        unread.removeAll(SET_FOR_ALL);

        assertThat(unread).isEmpty();
    }

    @Test
    void setsOnlyNamesThatTheCodeKnows() {
        Set<String> known =
                Arrays.stream(EnvironmentVariable.values()).map(Enum::name).collect(Collectors.toSet());
        Set<String> set = functions().stream()
                .flatMap(function -> function.environment().keySet().stream())
                .filter(name -> !name.equals("JAVA_TOOL_OPTIONS"))
                .collect(Collectors.toSet());

        assertThat(known).containsAll(set);
    }

    /** The names that stand in the function's own code; unknown where several functions share a module. */
    private static Set<String> readByItsOwnModule(FunctionDefinition function) {
        long sharing = functions().stream()
                .filter(other -> other.codeUri().equals(function.codeUri()))
                .count();
        return sharing == 1 ? namedIn(sourcesOf(function)) : Set.of();
    }

    private static String sourcesOf(FunctionDefinition function) {
        return function.codeUri().substring(0, function.codeUri().indexOf("/target/")) + "/";
    }

    /** The cores whose code a function's jar may hold: its own domain's, and those that one imports. */
    private static List<String> coresUnder(FunctionDefinition function) {
        List<String> importing = List.of("origins", "lambda-edge", "distributions", "templates");
        String domain = function.codeUri().substring(0, function.codeUri().indexOf('/'));
        int own = importing.indexOf(domain);
        return own < 0
                ? List.of(domain + "/core/")
                : importing.subList(0, own + 1).stream()
                        .map(each -> each + "/core/")
                        .toList();
    }

    private static Set<String> namedIn(String folder) {
        return NAMED.entrySet().stream()
                .filter(file -> file.getKey().startsWith(folder))
                .flatMap(file -> file.getValue().stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> namesIn(Path file) {
        return NAME.matcher(Repository.text(file.toString()))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    /** The names a handler asks for while it is made, which is when most are read. */
    private static Set<String> readWhileMade(FunctionDefinition function) {
        Set<String> read = new TreeSet<>();
        HandlerLoader.load(
                function,
                new ExecutionEnvironment(
                        Env.from(name -> {
                            read.add(name);
                            return function.environment().get(name);
                        }),
                        AwsClients.over(
                                TWIN.httpClient(),
                                "us-east-1",
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"))),
                        TWIN.clock(),
                        IdSource.seeded(1),
                        new JsonLog(line -> {}),
                        span -> {}));
        return read;
    }

    private static boolean servesPost(FunctionDefinition function) {
        return function.routes().stream().anyMatch(route -> route.method().equals("POST"));
    }
}
