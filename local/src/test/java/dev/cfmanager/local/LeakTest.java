// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.testing.ApiDocument;
import dev.cfmanager.common.testing.Secrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Secrets are sent into every operation of the real system, in every place a request has, while AWS works and while it
 * refuses with messages of its own; then answers and logs are looked through. {@link DocumentedAnswers} does the same
 * for what all other tests send.
 */
class LeakTest {
    private static final String OTHER_ACCOUNT = "999988887777";
    private static final String BODY = Json.write(Json.object()
            .put("name", "leak")
            .put("bucketName", "leaky-bucket")
            .put("originDomain", "www.example.com")
            .put("password", Secrets.PASSWORD)
            .put("token", Secrets.TOKEN)
            .put("url", Secrets.PRESIGNED_URL)
            .put("email", Secrets.EMAIL)
            .put("certificateArn", "arn:aws:acm:us-east-1:" + OTHER_ACCOUNT + ":certificate/planted"));

    private final List<String> log = new CopyOnWriteArrayList<>();
    private Twin twin;
    private LocalSystem system;
    private String token;

    @BeforeEach
    void start() {
        twin = Twin.builder().startsAt(Instant.now()).start(); // tokens are checked against real time
        system = LocalSystem.start(
                new Settings(
                        Path.of("..", "template.yaml"),
                        "cloudfront-manager",
                        "us-east-1",
                        Map.of("AllowedOrigins", "https://app.example.com"),
                        Optional.empty(),
                        log::add),
                twin);
        token = system.tokens().orElseThrow().idToken(Optional.of("Administrators"));
    }

    @AfterEach
    void stop() {
        system.close();
        twin.close();
    }

    @Test
    void letsNothingOutWhileAwsWorks() {
        List<String> answers = sendEverything();
        twin.clock().advance(Duration.ofMinutes(20)); // and what is scheduled, and what the state machine does

        assertThat(answers).anyMatch(answer -> answer.startsWith("201"));
        assertThat(log).hasSizeGreaterThan(answers.size());
        assertNothingIn(log);
        assertNothingIn(answers);
    }

    @Test
    void letsNothingOutWhenAwsRefusesAndTellsMore() {
        String message = "User: arn:aws:sts::" + Kernel.ACCOUNT + ":assumed-role/planted/" + Secrets.EMAIL
                + " may not use Bearer " + Secrets.TOKEN + " for " + Secrets.PRESIGNED_URL;
        for (int status : List.of(400, 403, 500)) {
            twin.faults()
                    .on("dynamodb", "*")
                    .answer(
                            status,
                            Json.write(Json.object()
                                    .put("__type", "com.amazonaws#Planted")
                                    .put("message", message)));
            twin.faults()
                    .on("cloudfront", "*")
                    .answer(
                            status,
                            "<ErrorResponse><Error><Code>Planted</Code><Message>" + message.replace("&", "&amp;")
                                    + "</Message></Error></ErrorResponse>");

            List<String> answers = sendEverything();
            twin.faults().clear();

            assertThat(answers).as("AWS answers " + status).anyMatch(answer -> !answer.startsWith("2"));
            assertNothingIn(log);
            assertNothingIn(answers);
        }
    }

    /** Calls every documented operation; gives status and body of each. */
    private List<String> sendEverything() {
        List<String> answers = new ArrayList<>();
        for (String operation : ApiDocument.ofRepository().operations()) {
            String method = operation.substring(0, operation.indexOf(' '));
            String path = operation.substring(method.length() + 1).replaceAll("\\{[^}]+}", "unknown-1");
            boolean sends = method.equals("POST") || method.equals("PUT");
            TwinResponse answer = system.answer(new TwinRequest(
                            method,
                            "127.0.0.1",
                            "/api" + path,
                            Map.of("url", List.of(Secrets.PRESIGNED_URL), "password", List.of(Secrets.PASSWORD)),
                            Map.of(
                                    "Authorization", List.of("Bearer " + token),
                                    "Cookie", List.of("password=" + Secrets.PASSWORD),
                                    "Referer", List.of(Secrets.PRESIGNED_URL)),
                            (sends ? BODY : "").getBytes(StandardCharsets.UTF_8)))
                    .orElseThrow();
            answers.add(answer.status() + " " + answer.bodyText());
        }
        return answers;
    }

    /** A field that is unfit may be told back to whoever sent it, the account in it too; a log tells everybody. */
    private void assertNothingIn(List<String> texts) {
        assertThat(texts).allSatisfy(text -> assertThat(text)
                .doesNotContain(token, Secrets.TOKEN, Secrets.PASSWORD, "X-Amz-Signature=9f86", Secrets.EMAIL));
        assertThat(log)
                .allSatisfy(line -> assertThat(line).doesNotContain("administrators@example.com", OTHER_ACCOUNT));
    }
}
