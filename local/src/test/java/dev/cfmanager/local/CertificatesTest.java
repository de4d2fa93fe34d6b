// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.acm.PlantedCertificate;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.common.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real template's certificates as a browser client asks for them, through gateway, authorizer and function. */
class CertificatesTest {
    private static Twin twin;
    private static LocalSystem system;

    @BeforeAll
    static void start() {
        twin = Twin.builder().startsAt(Instant.now()).start(); // tokens are checked against real time
        system = LocalSystem.start(
                Settings.of(Path.of("..", "template.yaml"), Map.of("AllowedOrigins", "https://app.example.com")), twin);
    }

    @AfterAll
    static void stop() {
        system.close();
        twin.close();
    }

    @Test
    void findsEachListedCertificateByItsArnEncodedAsOneSegmentOrNot() {
        twin.certificates().plant(PlantedCertificate.of("www.example.com", "example.com"));

        JsonNode listed = get("/certificates").path("certificates").get(0);
        String arn = listed.path("arn").asText();

        assertThat(listed.path("domainName").asText()).isEqualTo("www.example.com");
        assertThat(listed.path("subjectAlternativeNames")).hasSize(2);
        assertThat(listed.path("status").asText()).isEqualTo("ISSUED");
        assertThat(listed.path("daysUntilExpiration").asInt()).isBetween(394, 395); // ACM tells whole seconds
        for (String segment : List.of(URLEncoder.encode(arn, StandardCharsets.UTF_8), arn)) {
            assertThat(get("/certificates/" + segment)
                            .path("certificate")
                            .path("arn")
                            .asText())
                    .isEqualTo(arn);
        }
    }

    private static JsonNode get(String path) {
        TwinResponse response = system.answer(new TwinRequest(
                        "GET",
                        "localhost:8080",
                        "/api" + path,
                        Map.of(),
                        Map.of(
                                "Authorization",
                                List.of("Bearer "
                                        + system.tokens().orElseThrow().idToken(Optional.of("ReadOnly"))),
                                "Origin",
                                List.of("https://app.example.com")),
                        new byte[0]))
                .orElseThrow();
        assertThat(response.status()).as(response.bodyText()).isEqualTo(200);
        assertThat(response.header("Access-Control-Allow-Origin")).contains("https://app.example.com");
        return Json.parseOwn(response.bodyText()).path("data");
    }
}
