// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.certificates.get;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.TwinExtension;
import dev.cfmanager.awstwin.acm.PlantedCertificate;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.common.testing.TestEnvironment;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.acm.model.ValidationMethod;

@ExtendWith(TwinExtension.class)
class GetCertificateHandlerTest {
    private static final String UNKNOWN =
            "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555";

    private Twin twin;
    private TestEnvironment test;

    @BeforeEach
    void stage(Twin newTwin) {
        twin = newTwin;
        test = TestEnvironment.on(twin);
    }

    @Test
    void findsTheArnWhetherItComesEncodedOrNot() {
        String arn = twin.certificates().plant(PlantedCertificate.of("www.example.com"));

        for (String sent :
                new String[] {arn, URLEncoder.encode(arn, StandardCharsets.UTF_8), arn.replace("/", "%2f")}) {
            GatewayAnswer answer = get(sent);

            assertThat(answer.status()).as(sent).isEqualTo(200);
            assertThat(answer.data().at("/certificate/arn").asText()).isEqualTo(arn);
            assertThat(answer.data().at("/certificate/certificateArn").asText()).isEqualTo(arn);
        }
    }

    @Test
    void showsHowARequestedCertificateIsToBeValidated() {
        String arn = test.aws()
                .acm()
                .requestCertificate(
                        request -> request.domainName("shop.example.com").validationMethod(ValidationMethod.DNS))
                .certificateArn();
        twin.clock().advance(Duration.ofSeconds(10));

        JsonNode certificate = get(arn).data().path("certificate");

        assertThat(certificate.path("status").asText()).isEqualTo("PENDING_VALIDATION");
        JsonNode validation = certificate.at("/domainValidationOptions/0");
        assertThat(validation.path("domainName").asText()).isEqualTo("shop.example.com");
        assertThat(validation.path("validationMethod").asText()).isEqualTo("DNS");
        assertThat(validation.path("validationStatus").asText()).isEqualTo("PENDING_VALIDATION");
        assertThat(validation.at("/resourceRecord/type").asText()).isEqualTo("CNAME");
        assertThat(validation.at("/resourceRecord/name").asText()).endsWith(".shop.example.com.");
        assertThat(validation.at("/resourceRecord/value").asText()).endsWith(".acm-validations.aws.");
        assertThat(certificate.has("daysUntilExpiration")).isFalse();
        assertThat(certificate.path("inUseBy")).isEmpty();
        assertThat(certificate
                        .at("/options/certificateTransparencyLoggingPreference")
                        .asText())
                .isEqualTo("ENABLED");
    }

    @Test
    void saysWhyARequestFailed() {
        twin.certificates().fails("shop.example.com", "CAA_ERROR");
        String arn = test.aws()
                .acm()
                .requestCertificate(request -> request.domainName("shop.example.com"))
                .certificateArn();
        twin.clock().advance(Duration.ofMinutes(5));

        assertThat(get(arn).data().at("/certificate/failureReason").asText()).isEqualTo("CAA_ERROR");
    }

    /** Defect V-10: dates and numbers were texts in forms of the runtime's own. */
    @Test
    void tellsTimesAsIsoTextsAndDaysAsAWholeNumberThatIsNegativeOnceExpired() {
        String arn = twin.certificates()
                .plant(PlantedCertificate.of("www.example.com").validFor(Duration.ofDays(10)));
        twin.clock().advance(Duration.ofDays(11).plusHours(1));

        JsonNode certificate = get(arn).data().path("certificate");

        assertThat(certificate.path("notAfter").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}\\.\\d{3}Z");
        assertThat(certificate.path("daysUntilExpiration").isIntegralNumber()).isTrue();
        assertThat(certificate.path("daysUntilExpiration").asInt()).isEqualTo(-2);
        assertThat(certificate.path("isExpired").booleanValue()).isTrue();
        assertThat(certificate.path("isExpiringSoon").booleanValue()).isTrue();
        assertThat(certificate.path("keyUsages").get(0).isTextual()).isTrue();
        assertThat(certificate.path("extendedKeyUsages").get(0).isTextual()).isTrue();
    }

    @Test
    void answersNotFoundForAnUnknownCertificate() {
        GatewayAnswer answer = get(UNKNOWN);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("NOT_FOUND");
        assertThat(answer.message()).isEqualTo("Certificate not found: " + UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "%zz",
                "arn:aws:acm:eu-central-1:123456789012:certificate/11111111-2222-3333-4444-555555555555",
                "arn:aws:acm:us-east-1:123456789012:certificate/",
                "arn:aws:acm:us-east-1:123456789012:certificate/a+b",
                "arn:aws:acm:us-east-1:123456789012:certificate/a%2Fb",
                "arn:aws:acm:us-east-1:123456789012:certificate/a%252Db",
                "arn:aws:iam::123456789012:server-certificate/a",
                "arn:aws:acm:us-east-1:123456789012:certificate/a%0A"
            })
    void refusesWhatIsNoArnOfACertificateForCloudFrontWithoutAskingAcm(String unfit) {
        GatewayAnswer answer = get(unfit);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
        assertThat(answer.message()).startsWith("arn: ");
        assertThat(twin.calls().all()).isEmpty();
    }

    @Test
    void answersReadersToo() {
        String arn = twin.certificates().plant(PlantedCertificate.of("www.example.com"));

        assertThat(call(arn).as("ReadOnly").to(handler()).status()).isEqualTo(200);
        assertThat(call(arn).asNobody().to(handler()).status()).isEqualTo(401);
    }

    private GatewayAnswer get(String arn) {
        return call(arn).to(handler());
    }

    private static GatewayCall call(String arn) {
        return GatewayCall.of("GET", "/certificates/{arn+}").path("arn", arn);
    }

    private GetCertificateHandler handler() {
        return new GetCertificateHandler(test.environment());
    }
}
