// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.cfmanager.common.api.Cors;
import dev.cfmanager.common.config.Env;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.local.functions.HandlerLoader;
import dev.cfmanager.local.sam.ApiDefinition;
import dev.cfmanager.local.sam.FunctionDefinition;
import dev.cfmanager.local.sam.GatewayResponse;
import dev.cfmanager.local.sam.PolicyStatement;
import dev.cfmanager.local.sam.Preflight;
import dev.cfmanager.local.sam.Route;
import dev.cfmanager.local.template.Properties;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Template and code agree: what one names, the other has. */
class TemplateTest {
    /** These two are called so by AWS itself: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-permissions.html */
    private static final Set<String> NAMED_WITH_AN_ASTERISK =
            Set.of("lambda:EnableReplication*", "lambda:DisableReplication*");

    static List<FunctionDefinition> functions() {
        return Blueprint.functions();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void everyHandlerStandsInTheModuleItsCodeComesFrom(FunctionDefinition function) {
        String module = function.codeUri().substring(0, function.codeUri().indexOf("/target/"));
        String file = module + "/src/main/java/" + function.handler().replace('.', '/') + ".java";

        assertThat(Repository.root().resolve(file)).exists();
        assertThat(function.codeUri())
                .as("Maven names the jar after the module")
                .isEqualTo(module + "/target/" + module.replace('/', '-') + ".jar");
    }

    @ParameterizedTest
    @MethodSource("functions")
    void lambdaAndTheLaptopCanBothMakeEveryHandler(FunctionDefinition function) { // defect F-1
        Class<?> handler = HandlerLoader.classOf(function);

        assertThatCode(handler::getConstructor).as("what Lambda calls").doesNotThrowAnyException();
        assertThatCode(() -> handler.getConstructor(ExecutionEnvironment.class))
                .as("what the laptop calls")
                .doesNotThrowAnyException();
    }

    @Test
    void everyHandlerOfTheCodeIsAFunction() {
        Set<String> inTemplate =
                functions().stream().map(FunctionDefinition::handler).collect(Collectors.toSet());

        List<String> inCode = Repository.deployedSources("Handler.java").stream()
                .map(file -> file.toString().replaceAll("^.*src/main/java/", "").replace(".java", ""))
                .map(file -> file.replace('/', '.'))
                .toList();

        assertThat(inTemplate).containsExactlyInAnyOrderElementsOf(inCode);
    }

    @Test
    void everyFunctionIsCalledBySomething() {
        Set<String> byStateMachines = Blueprint.resources("AWS::Serverless::StateMachine").values().stream()
                .flatMap(machine -> machine.section("DefinitionSubstitutions").textMap().values().stream())
                .map(reference -> reference.replaceAll("\\..*", ""))
                .collect(Collectors.toSet());

        List<String> neverCalled = functions().stream()
                .filter(function ->
                        function.routes().isEmpty() && function.schedules().isEmpty())
                .map(FunctionDefinition::logicalId)
                .filter(logicalId -> !byStateMachines.contains(logicalId))
                .toList();

        assertThat(neverCalled).isEmpty();
    }

    @Test
    void noTwoFunctionsServeTheSameRoute() {
        List<String> routes = functions().stream()
                .flatMap(function -> function.routes().stream())
                .map(route -> route.method() + " " + route.path().replaceAll("\\{[^}+]+}", "{}"))
                .toList();

        assertThat(routes).doesNotHaveDuplicates();
    }

    @Test
    void everyRouteAsksForAToken() {
        assertThat(api().userPoolArn()).isPresent();
        assertThat(functions().stream().flatMap(function -> function.routes().stream()))
                .noneMatch(Route::open);
    }

    @Test
    void theGatewaysCorsHeadersAreThoseOfTheShell() {
        Map<String, String> shell = Cors.of(Env.of(Map.of("CORS_ALLOWED_ORIGINS", "https://console.example")))
                .headers(Optional.of("https://console.example"));

        Preflight preflight = api().preflight().orElseThrow();
        assertThat(preflight.headers()).containsEntry("Access-Control-Max-Age", "86400");
        assertThat(shell).containsAllEntriesOf(without(preflight.headers(), "Access-Control-Max-Age"));
        for (String type : List.of("DEFAULT_4XX", "DEFAULT_5XX")) {
            GatewayResponse response = api().responses().get(type);
            assertThat(response.headers()).as(type).containsExactlyInAnyOrderEntriesOf(shell);
        }
    }

    @Test
    void theGatewaySaysHowLongToWaitWhenItThrottlesItself() {
        Map<String, GatewayResponse> responses = api().responses();
        GatewayResponse throttled = responses.get("THROTTLED");

        assertThat(throttled.headers()).containsEntry("Retry-After", "1");
        assertThat(without(throttled.headers(), "Retry-After"))
                .isEqualTo(responses.get("DEFAULT_4XX").headers());
        assertThat(throttled.template()).isEqualTo(responses.get("DEFAULT_4XX").template());
    }

    @Test
    void neitherTracesNorAccessLogsHoldWhatCallersSend() {
        Properties written =
                Blueprint.resources(ApiDefinition.TYPE).values().iterator().next();

        assertThat(written.sections("MethodSettings"))
                .isNotEmpty()
                .allMatch(settings -> settings.text("DataTraceEnabled").equals("false"));
        assertThat(written.section("AccessLogSetting").text("Format"))
                .contains("$context.authorizer.claims.sub")
                .doesNotContain("email", "$input", "header", "querystring", "$context.path\"");
    }

    @Test
    void theUserPoolSignsInOnlyWhomAnAdministratorInvited() {
        Properties pool = Blueprint.resources("AWS::Cognito::UserPool")
                .values()
                .iterator()
                .next();
        Properties passwords = pool.section("Policies").section("PasswordPolicy");

        assertThat(pool.section("AdminCreateUserConfig").text("AllowAdminCreateUserOnly"))
                .isEqualTo("true");
        assertThat(passwords.text("MinimumLength")).isEqualTo("12");
        assertThat(List.of("RequireLowercase", "RequireUppercase", "RequireNumbers", "RequireSymbols"))
                .allMatch(rule -> passwords.text(rule).equals("true"));
        assertThat(pool.text("MfaConfiguration")).isEqualTo("OPTIONAL");
        assertThat(pool.section("AccountRecoverySetting").sections("RecoveryMechanisms"))
                .extracting(mechanism -> mechanism.text("Name"))
                .containsExactly("verified_email");
        assertThat(Blueprint.resources("AWS::Cognito::UserPoolGroup").values())
                .extracting(group -> group.text("GroupName"))
                .containsExactlyInAnyOrder("Administrators", "Operators", "ReadOnly");
    }

    @Test
    void everyFunctionHasALogGroupOfItsOwnAndAllLogsAreKeptEquallyLong() {
        List<String> groups = Blueprint.resources(FunctionDefinition.TYPE).values().stream()
                .map(function -> function.section("LoggingConfig").text("LogGroup"))
                .toList();
        Map<String, Properties> declared = Blueprint.resources("AWS::Logs::LogGroup");

        assertThat(groups).doesNotHaveDuplicates();
        assertThat(declared.keySet()).containsAll(groups);
        assertThat(declared.values().stream().map(group -> group.text("RetentionInDays")))
                .containsOnly("30");
    }

    @Test
    void noPolicyAllowsAWholeServiceOrEverything() {
        List<PolicyStatement> statements = new ArrayList<>();
        functions().forEach(function -> statements.addAll(function.statements()));
        Blueprint.resources("AWS::IAM::ManagedPolicy")
                .values()
                .forEach(policy -> statements.addAll(PolicyStatement.of(policy.section("PolicyDocument"))));

        assertThat(statements).isNotEmpty().allSatisfy(statement -> {
            assertThat(statement.actions())
                    .noneMatch(action -> action.contains("*") && !NAMED_WITH_AN_ASTERISK.contains(action));
            if (statement.resources().contains("*")) {
                assertThat(statement.actions())
                        .as("has no resource of its own")
                        .allMatch(action -> action.contains(":List") || action.startsWith("cloudfront:Create"));
            }
        });
    }

    @Test
    void historyIsWrittenInOnePlace() {
        List<String> writers = Repository.deployedSources(".java").stream()
                .map(Path::toString)
                .filter(file -> Repository.text(file).contains("EnvironmentVariable.HISTORY_TABLE"))
                .toList();

        assertThat(writers)
                .containsExactly("distributions/core/src/main/java/dev/cfmanager/distributions/history/History.java");
    }

    @Test
    void everyFileTheTemplateNamesIsThere() {
        Blueprint.resources("AWS::Serverless::StateMachine").values().forEach(machine -> assertThat(
                        Files.exists(Repository.root().resolve(machine.text("DefinitionUri"))))
                .isTrue());
    }

    private static ApiDefinition api() {
        Map.Entry<String, Properties> only =
                Blueprint.resources(ApiDefinition.TYPE).entrySet().iterator().next();
        return ApiDefinition.of(only.getKey(), only.getValue());
    }

    private static Map<String, String> without(Map<String, String> headers, String name) {
        return headers.entrySet().stream()
                .filter(header -> !header.getKey().equals(name))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
