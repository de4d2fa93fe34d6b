// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.certificates.list;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.TwinExtension;
import dev.cfmanager.awstwin.acm.PlantedCertificate;
import dev.cfmanager.common.aws.AwsClients;
import dev.cfmanager.common.aws.Deadline;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.common.testing.TestEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

@ExtendWith(TwinExtension.class)
class ListCertificatesHandlerTest {
    private Twin twin;
    private TestEnvironment test;

    @BeforeEach
    void stage(Twin newTwin) {
        twin = newTwin;
        test = TestEnvironment.on(twin);
    }

    @Test
    void answersAnEmptyListWhenThereAreNone() {
        assertThat(list(call()).data()).hasToString("{\"certificates\":[],\"count\":0,\"total\":0}");
    }

    @Test
    void showsEverythingThatTheBrowserClientReads() {
        String arn = plant(PlantedCertificate.of("www.example.com", "example.com"));
        twin.clock().advance(Duration.ofDays(370).plusHours(1));

        JsonNode item = list(call()).data().at("/certificates/0");

        assertThat(item)
                .hasToString("{\"arn\":\"" + arn + "\",\"certificateArn\":\"" + arn
                        + "\",\"domainName\":\"www.example.com\","
                        + "\"subjectAlternativeNames\":[\"www.example.com\",\"example.com\"],"
                        + "\"status\":\"ISSUED\",\"type\":\"AMAZON_ISSUED\",\"keyAlgorithm\":\"RSA-2048\","
                        + "\"keyUsages\":[\"DIGITAL_SIGNATURE\",\"KEY_ENCIPHERMENT\"],\"extendedKeyUsages\":"
                        + "[\"TLS_WEB_SERVER_AUTHENTICATION\",\"TLS_WEB_CLIENT_AUTHENTICATION\"],"
                        + "\"createdAt\":\"2026-01-01T00:00:00.000Z\",\"issuedAt\":\"2026-01-01T00:00:00.000Z\","
                        + "\"notBefore\":\"2026-01-01T00:00:00.000Z\",\"notAfter\":\"2027-01-31T00:00:00.000Z\","
                        + "\"renewalEligibility\":\"INELIGIBLE\",\"serial\":\""
                        + item.path("serial").asText()
                        + "\",\"subject\":\"CN=www.example.com\",\"issuer\":\"Amazon\","
                        + "\"daysUntilExpiration\":24,\"isExpiringSoon\":true,\"isExpired\":false}");
        assertThat(item.path("serial").asText()).isNotEmpty();
    }

    /** Defect V-12: only the first hundred were listed, EC and large RSA keys were hidden, the expiry was missing. */
    @Test
    void listsAThousandCertificatesOfEveryKeyCloudFrontTakesWithTheirExpiryAndTheNewestFirst() {
        List<String> keys = List.of("RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1");
        for (int i = 0; i < 1000; i++) {
            plant(PlantedCertificate.of("host-" + i + ".example.com").key(keys.get(i % keys.size())));
            twin.clock().advance(Duration.ofSeconds(1));
        }

        JsonNode data = new ListCertificates(test.environment())
                .run(PageRequest.EVERYTHING)
                .toJson("certificates", item -> item.toJson(twin.clock().instant()));

        assertThat(data.path("count").asInt()).isEqualTo(1000);
        assertThat(data.has("nextToken")).isFalse();
        assertThat(data.path("certificates"))
                .extracting(certificate -> certificate.path("domainName").asText())
                .startsWith("host-999.example.com", "host-998.example.com")
                .endsWith("host-0.example.com")
                .doesNotHaveDuplicates();
        assertThat(data.path("certificates"))
                .allMatch(certificate ->
                        certificate.path("daysUntilExpiration").isIntegralNumber() && !certificate.has("error"));
    }

    @Test
    void goesOnWhereAcmEndsAPageEarly() {
        for (int i = 0; i < 7; i++) {
            plant(PlantedCertificate.of("host-" + i + ".example.com"));
        }
        twin.faults()
                .on("acm", "ListCertificates")
                .call(1)
                .answer(200, "{\"CertificateSummaryList\":[],\"NextToken\":\"" + firstToken() + "\"}");

        assertThat(list(call()).data().path("count").asInt()).isEqualTo(6);
    }

    @Test
    void leavesOutWhatCloudFrontCannotUse() {
        plant(PlantedCertificate.of("pending.example.com").status("PENDING_VALIDATION"));
        plant(PlantedCertificate.of("revoked.example.com").status("REVOKED"));
        plant(PlantedCertificate.of("curve.example.com").key("EC_secp384r1"));
        plant(PlantedCertificate.of("elsewhere.example.com").in("eu-central-1"));
        plant(PlantedCertificate.of("expired.example.com").validFor(Duration.ofDays(-1)));

        assertThat(list(call()).data().path("count").asInt()).isZero();
    }

    @Test
    void listsEachCertificateOnceOverAllPages() {
        for (int i = 0; i < 23; i++) {
            plant(PlantedCertificate.of("host-" + i + ".example.com"));
        }
        List<String> arns = new ArrayList<>();
        String token = "";
        do {
            GatewayCall call = call().query("limit", "5");
            JsonNode data = list(token.isEmpty() ? call : call.query("nextToken", token))
                    .data();
            data.path("certificates").forEach(each -> arns.add(each.path("arn").asText()));
            token = data.path("nextToken").asText("");
        } while (!token.isEmpty());

        assertThat(arns).hasSize(23);
        assertThat(new HashSet<>(arns)).hasSize(23);
    }

    @Test
    void refusesATokenOfAnotherListAndALimitOutOfRange() {
        for (String unfit : List.of("x", "%%%", "QUJD", "eyJhIjoxfQ")) {
            GatewayAnswer answer = list(call().query("nextToken", unfit));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.message()).startsWith("nextToken: ");
        }
        assertThat(list(call().query("limit", "0")).message()).startsWith("limit: ");
        assertThat(twin.calls().count("acm:ListCertificates")).isZero();
    }

    /** Defect V-12: as many calls at once as there were certificates. */
    @Test
    void asksForTenDetailsAtATimeAndNeverMore() {
        for (int i = 0; i < 40; i++) {
            plant(PlantedCertificate.of("host-" + i + ".example.com"));
        }
        CountingHttpClient counting = new CountingHttpClient(twin.httpClient(), 10);
        ExecutionEnvironment environment = over(counting);

        GatewayAnswer answer = call().to(new ListCertificatesHandler(environment));

        assertThat(answer.data().path("certificates")).hasSize(40).noneMatch(item -> item.has("error"));
        assertThat(counting.most()).isEqualTo(10);
    }

    @Test
    void triesAgainWhenAcmThrottles() {
        for (int i = 0; i < 12; i++) {
            plant(PlantedCertificate.of("host-" + i + ".example.com"));
        }
        twin.faults().on("acm", "*").times(3).fail(400, "ThrottlingException");

        GatewayAnswer answer = list(call());

        assertThat(answer.data().path("certificates")).hasSize(12).noneMatch(item -> item.has("error"));
        assertThat(twin.calls().where(call -> call.service().equals("acm"))).hasSize(13 + 3);
    }

    @Test
    void showsWhatTheListSaysOfACertificateWhoseDetailsFail() {
        plant(PlantedCertificate.of("www.example.com", "example.com").key("EC_prime256v1"));
        JsonNode whole = list(call()).data().at("/certificates/0");
        twin.faults().on("acm", "DescribeCertificate").fail(400, "AccessDeniedException");

        GatewayAnswer answer = list(call());

        assertThat(answer.status()).isEqualTo(200);
        JsonNode item = answer.data().at("/certificates/0");
        assertThat(item.path("error").asText()).contains("role was refused by AWS");
        var expected = Json.object();
        expected.setAll((com.fasterxml.jackson.databind.node.ObjectNode) whole);
        expected.remove(List.of("serial", "subject", "issuer"));
        expected.set("error", item.path("error"));
        assertThat(item).isEqualTo(expected);
    }

    @Test
    void showsTheRestWhenOneDetailFails() {
        for (int i = 0; i < 30; i++) {
            plant(PlantedCertificate.of("host-" + i + ".example.com"));
        }
        twin.faults().on("acm", "DescribeCertificate").call(7).fail(400, "ResourceNotFoundException");

        assertThat(list(call()).data().path("certificates"))
                .hasSize(30)
                .filteredOn(item -> item.has("error"))
                .hasSize(1);
    }

    @Test
    void listsWithoutDetailsWhatAcmDoesNotTellBeforeTheAnswerIsDue() {
        for (int i = 0; i < 12; i++) {
            plant(PlantedCertificate.of("host-" + i + ".example.com"));
        }
        ListCertificates never = new ListCertificates(over(CountingHttpClient.silent(twin.httpClient())));

        Page<ListedCertificate> page;
        try (Deadline ignored = Deadline.after(Duration.ofMillis(1600))) {
            page = never.run(PageRequest.EVERYTHING);
        }

        assertThat(page.items()).hasSize(12).allSatisfy(item -> assertThat(item.error())
                .hasValueSatisfying(error -> assertThat(error).contains("in time")));
    }

    @Test
    void failsWhenTheListItselfIsThrottledForLong() {
        twin.faults().on("acm", "ListCertificates").fail(400, "ThrottlingException");

        GatewayAnswer answer = list(call());

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.headers()).containsKey("Retry-After");
    }

    @Test
    void answersReadersToo() {
        assertThat(list(call().as("ReadOnly")).status()).isEqualTo(200);
        assertThat(list(call().asNobody()).status()).isEqualTo(401);
    }

    private String firstToken() {
        return test.aws()
                .acm()
                .listCertificates(list -> list.maxItems(1).sortBy("CREATED_AT").sortOrder("DESCENDING"))
                .nextToken();
    }

    private String plant(PlantedCertificate certificate) {
        return twin.certificates().plant(certificate);
    }

    private ExecutionEnvironment over(CountingHttpClient http) {
        ExecutionEnvironment plain = test.environment();
        AwsClients aws = AwsClients.over(
                http, "us-east-1", StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
        return new ExecutionEnvironment(plain.env(), aws, plain.clock(), plain.ids(), plain.log(), plain.sleeper());
    }

    private static GatewayCall call() {
        return GatewayCall.of("GET", "/certificates");
    }

    private GatewayAnswer list(GatewayCall call) {
        return call.to(new ListCertificatesHandler(test.environment()));
    }
}
