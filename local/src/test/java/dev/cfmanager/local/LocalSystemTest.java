// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.VirtualClock;
import dev.cfmanager.common.aws.AwsClients;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.local.template.TemplateException;
import dev.cfmanager.local.toy.Toy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyConfig;

class LocalSystemTest {
    private static final Settings TOY = Settings.of(Toy.template(), Map.of());

    @Test
    void servesTheTemplatesRoutesWithTheirFunctionTableAndVariables() {
        try (Twin twin = Twin.start();
                LocalSystem system = LocalSystem.start(TOY, twin)) {
            TwinResponse added = call(system, "POST", "/notes", "{\"id\":\"a\",\"text\":\"first\"}");
            TwinResponse read = call(system, "GET", "/notes/a", "");

            assertThat(added.status()).isEqualTo(200);
            assertThat(Json.parseOwn(read.bodyText()))
                    .isEqualTo(Json.object()
                            .put("text", "first")
                            .put("greeting", "hello")
                            .put("policy", system.outputs().get("PolicyId"))
                            .put("role", "arn:aws:iam::123456789012:role/cloudfront-manager-Role")
                            .put("region", "us-east-1")
                            .put("function", "cloudfront-manager-NotesFunction")
                            .put("now", VirtualClock.EPOCH.toString())
                            .put("hasTime", true));
            assertThat(call(system, "GET", "/elsewhere", "").status()).isEqualTo(403);
        }
    }

    @Test
    void letsParametersReplaceTheTemplatesDefaults() {
        Settings greeting = Settings.of(Toy.template(), Map.of("Greeting", "good day"));
        try (Twin twin = Twin.start();
                LocalSystem system = LocalSystem.start(greeting, twin)) {
            assertThat(call(system, "GET", "/notes/a", "").bodyText()).contains("\"greeting\":\"good day\"");
        }
    }

    @Test
    void tellsTheTwinWhichFunctionCalls() {
        try (Twin twin = Twin.start();
                LocalSystem system = LocalSystem.start(TOY, twin)) {
            call(system, "POST", "/notes", "{\"id\":\"a\",\"text\":\"first\"}");

            assertThat(twin.calls().where(call -> call.name().equals("dynamodb:PutItem")))
                    .extracting(call -> call.caller().identity())
                    .containsExactly("cloudfront-manager-NotesFunction");
            assertThat(twin.calls().where(call -> call.name().equals("lambda:Invoke")))
                    .extracting(call -> call.caller().identity())
                    .containsExactly("apigateway.amazonaws.com");
        }
    }

    @Test
    void handsOnTheFunctionsLogLines() {
        List<String> lines = new ArrayList<>();
        Settings logging = new Settings(Toy.template(), "demo", "eu-west-1", Map.of(), Optional.empty(), lines::add);
        try (Twin twin = Twin.start();
                LocalSystem system = LocalSystem.start(logging, twin)) {
            call(system, "POST", "/notes", "{\"id\":\"a\",\"text\":\"first\"}");

            assertThat(lines).singleElement().asString().contains("\"event\":\"noted\"");
        }
    }

    @Test
    void answersBadGatewayWithCorsWhenAFunctionThrows() {
        try (Twin twin = Twin.start();
                LocalSystem system = LocalSystem.start(TOY, twin)) {
            TwinResponse response = call(system, "GET", "/fail", "");

            assertThat(response.status()).isEqualTo(502);
            assertThat(response.header("Access-Control-Allow-Origin")).contains("*");
        }
    }

    @Test
    void runsScheduledFunctionsOnVirtualTimeAndDisabledOnesNever() {
        try (Twin twin = Twin.start();
                LocalSystem system = LocalSystem.start(TOY, twin)) {
            twin.clock().advance(Duration.ofMinutes(5).minusSeconds(1));
            assertThat(note(system, "schedule")).isEmpty();

            twin.clock().advance(Duration.ofSeconds(1));
            JsonNode event = Json.parseOwn(note(system, "schedule").orElseThrow());
            assertThat(event.path("time").asText()).isEqualTo("2026-01-01T00:05:00Z");
            assertThat(event.path("resources").get(0).asText())
                    .endsWith("rule/cloudfront-manager-TickFunctionEveryFiveMinutes");
            assertThat(twin.calls().count("lambda:Invoke"))
                    .as("five minutes of the disabled one, too")
                    .isEqualTo(3);
        }
    }

    @Test
    void runsTheStateMachineWithItsSubstitutions() {
        try (Twin twin = Twin.start();
                LocalSystem system = LocalSystem.start(TOY, twin)) {
            aws(twin)
                    .stepFunctions()
                    .startExecution(
                            request -> request.stateMachineArn(system.outputs().get("Machine")));

            twin.clock().advance(Duration.ofSeconds(30));

            assertThat(note(system, "from-machine")).contains("{\"id\":\"from-machine\"}");
        }
    }

    @Test
    void makesTheCachePolicyTheTemplateDescribes() {
        try (Twin twin = Twin.start();
                LocalSystem system = LocalSystem.start(TOY, twin)) {
            CachePolicyConfig made = aws(twin)
                    .cloudFront()
                    .getCachePolicy(request -> request.id(system.outputs().get("PolicyId")))
                    .cachePolicy()
                    .cachePolicyConfig();

            assertThat(made.name()).isEqualTo("cloudfront-manager-policy");
            assertThat(made.defaultTTL()).isEqualTo(60);
            assertThat(made.parametersInCacheKeyAndForwardedToOrigin()
                            .headersConfig()
                            .headers()
                            .items())
                    .containsExactly("Accept");
        }
    }

    @Test
    void findsEverythingAgainInItsDataFolder(@TempDir Path folder) {
        Settings kept = TOY.in(folder);
        String policy;
        String token;
        try (Twin twin = Twin.builder().dataFolder(folder).start();
                LocalSystem system = LocalSystem.start(kept, twin)) {
            call(system, "POST", "/notes", "{\"id\":\"a\",\"text\":\"first\"}");
            policy = system.outputs().get("PolicyId");
            token = token(system);
            twin.clock().advance(Duration.ofMinutes(4));
        }

        try (Twin twin = Twin.builder().dataFolder(folder).start();
                LocalSystem system = LocalSystem.start(kept, twin)) {
            assertThat(system.outputs()).containsEntry("PolicyId", policy);
            assertThat(call(system, "GET", "/notes/a", "", token).bodyText()).contains("\"text\":\"first\"");

            twin.clock().advance(Duration.ofMinutes(1));
            assertThat(note(system, "schedule"))
                    .as("the schedule keeps its rhythm")
                    .isPresent();
        }
    }

    @Test
    void updatesThePolicyAndTheMachineWhenTheTemplateChanged(@TempDir Path folder) {
        try (Twin twin = Twin.start();
                LocalSystem first = LocalSystem.start(TOY, twin)) {
            String policy = first.outputs().get("PolicyId");
            Path changed = Toy.changed(folder, "DefaultTTL: 60", "DefaultTTL: 90");

            try (LocalSystem second = LocalSystem.start(Settings.of(changed, Map.of()), twin)) {
                assertThat(second.outputs()).isEqualTo(first.outputs());
                assertThat(aws(twin)
                                .cloudFront()
                                .getCachePolicy(request -> request.id(policy))
                                .cachePolicy()
                                .cachePolicyConfig()
                                .defaultTTL())
                        .isEqualTo(90);
            }
        }
    }

    @Test
    void runsWhatFellDueWhileNobodyRanIt() {
        try (Twin twin = Twin.start();
                LocalSystem system = LocalSystem.start(TOY, twin)) {
            Instant later = VirtualClock.EPOCH.plus(Duration.ofHours(1));

            system.catchUp(later);
            assertThat(twin.clock().instant()).isEqualTo(later);
            assertThat(note(system, "schedule")).isPresent();

            system.catchUp(VirtualClock.EPOCH);
            assertThat(twin.clock().instant()).as("time never goes back").isEqualTo(later);
        }
    }

    @Test
    void stopsTheStartAndNamesWhatDoesNotResolve(@TempDir Path folder) {
        Map<List<String>, String> mistakes = Map.of(
                List.of("toy.NotesHandler", "toy.LostHandler"),
                "NotesFunction.Handler: there is no class dev.cfmanager.local.toy.LostHandler",
                List.of("toy.NotesHandler", "toy.Toy"),
                "NotesFunction.Handler: dev.cfmanager.local.toy.Toy is no RequestStreamHandler",
                List.of("toy.NotesHandler", "toy.HomelessHandler"),
                "HomelessHandler has no public constructor that takes an ExecutionEnvironment",
                List.of("AWS::IAM::Role", "AWS::SQS::Queue"),
                "Nothing here knows how to make Role (AWS::SQS::Queue)",
                List.of("!Ref TickFunction.Alias", "!Ref TickFunction.Nothing"),
                "TickFunction has no attribute Nothing",
                List.of("TickFunctionArn:", "OtherArn:"),
                "machine.asl.json needs ${TickFunctionArn}",
                List.of("rate(5 minutes)", "rate(5 minute)"),
                "TickFunction.Events.EveryFiveMinutes",
                List.of("{ ORIGINS_TABLE: !Ref NotesTable, ", "{ "),
                "NotesFunction: NotesHandler does not start",
                List.of("RestApiId: !Ref Api, Path: /fail", "RestApiId: !Ref Role, Path: /fail"),
                "FailingFunction.Events: GET /fail belongs to no API",
                List.of("ADMIN_GROUP: !Ref Greeting", "ADMIN_GROUP: !Ref Machine"),
                "in a circle");

        mistakes.forEach((change, message) -> {
            Path template = Toy.changed(folder, change.get(0), change.get(1));
            try (Twin twin = Twin.start()) {
                assertThatThrownBy(() -> LocalSystem.start(Settings.of(template, Map.of()), twin))
                        .as(change.toString())
                        .isInstanceOf(TemplateException.class)
                        .hasMessageContaining(message);
            }
        });
    }

    @Test
    void refusesADataFolderWhoseTablesHaveOtherKeys(@TempDir Path folder) {
        try (Twin twin = Twin.start();
                LocalSystem system = LocalSystem.start(TOY, twin)) {
            Path template = Toy.changed(folder, "IndexName: AuthorIndex", "IndexName: OtherIndex");

            assertThat(system.functions()).hasSize(3);
            assertThatThrownBy(() -> LocalSystem.start(Settings.of(template, Map.of()), twin))
                    .hasMessageContaining("NotesTable: the data folder holds a table of that name with other keys");
        }
    }

    @Test
    void leavesForeignHostsToTheEdge() {
        try (Twin twin = Twin.start();
                LocalSystem system = LocalSystem.start(TOY, twin)) {
            for (String host : List.of("d123.cloudfront.net", "d123.cloudfront.net.localhost", "www.example.com")) {
                TwinRequest request = new TwinRequest("GET", host, "/api/notes/a", Map.of(), Map.of(), new byte[0]);

                assertThat(system.answer(request).orElseThrow().header("X-Amz-Cf-Id"))
                        .as(host)
                        .isPresent();
            }
        }
    }

    private static Optional<String> note(LocalSystem system, String id) {
        JsonNode text = Json.parseOwn(call(system, "GET", "/notes/" + id, "").bodyText())
                .path("text");
        return Optional.of(text).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    private static String token(LocalSystem system) {
        return system.tokens().orElseThrow().idToken(Optional.of("Administrators"));
    }

    private static TwinResponse call(LocalSystem system, String method, String path, String body) {
        return call(system, method, path, body, token(system));
    }

    private static TwinResponse call(LocalSystem system, String method, String path, String body, String token) {
        return system.answer(new TwinRequest(
                        method,
                        "127.0.0.1",
                        "/api" + path,
                        Map.of(),
                        Map.of("Authorization", List.of("Bearer " + token)),
                        body.getBytes(StandardCharsets.UTF_8)))
                .orElseThrow();
    }

    private static AwsClients aws(Twin twin) {
        return AwsClients.over(
                twin.httpClient(),
                "us-east-1",
                StaticCredentialsProvider.create(AwsBasicCredentials.create("tester", "tester")));
    }
}
