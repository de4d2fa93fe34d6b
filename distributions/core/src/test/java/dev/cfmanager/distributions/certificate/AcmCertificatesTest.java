// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.acm.PlantedCertificate;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.testing.TestEnvironment;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AcmCertificatesTest {
    private final Twin twin = Twin.start();
    private final Certificates certificates =
            new AcmCertificates(TestEnvironment.on(twin).aws());

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void readsWhatDecidesWhetherCloudFrontCanUseIt() {
        String arn = twin.certificates()
                .plant(PlantedCertificate.of("example.com", "*.example.com").validFor(Duration.ofDays(30)));
        String curve = twin.certificates()
                .plant(PlantedCertificate.of("example.org").key("EC_secp384r1").status("REVOKED"));

        Certificate issued = certificates.find(arn).orElseThrow();
        Certificate revoked = certificates.find(curve).orElseThrow();

        assertThat(issued.status()).isEqualTo("ISSUED");
        assertThat(issued.names()).containsExactly("example.com", "*.example.com");
        assertThat(issued.keyAlgorithm()).isEqualTo("RSA_2048");
        assertThat(issued.notAfter()).contains(twin.clock().instant().plus(Duration.ofDays(30)));
        assertThat(revoked.status()).isEqualTo("REVOKED");
        assertThat(revoked.keyAlgorithm()).isEqualTo("EC_secp384r1");
    }

    @Test
    void tellsAbsenceFromNotBeingAbleToAsk() {
        String absent = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555";
        assertThat(certificates.find(absent)).isEqualTo(Optional.empty());

        twin.faults().on("acm", "DescribeCertificate").throttle(0);

        assertThatThrownBy(() -> certificates.find(absent))
                .isInstanceOfSatisfying(OperationException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(ErrorKind.THROTTLED));
    }
}
