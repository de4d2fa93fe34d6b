// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.acm.PlantedCertificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;

class SampleCertificatesTest {

    @Test
    void areMadeOnceAndOnlyInAnAccountWithoutCertificates() {
        try (Twin empty = Twin.start();
                Twin used = Twin.start()) {
            used.certificates().plant(PlantedCertificate.of("own.example.org").key("EC_prime256v1"));

            for (int start = 0; start < 2; start++) {
                SampleCertificates.addTo(empty);
                SampleCertificates.addTo(used);
            }

            assertThat(domains(empty)).containsExactlyInAnyOrder("example.com", "www.example.net");
            assertThat(domains(used)).containsExactly("own.example.org");
        }
    }

    private static List<String> domains(Twin twin) {
        try (AcmClient acm = AcmClient.builder()
                .region(Region.US_EAST_1)
                .httpClient(twin.httpClient())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build()) {
            return acm
                    .listCertificates(list -> list.includes(filters -> filters.keyTypes(KeyAlgorithm.knownValues())))
                    .certificateSummaryList()
                    .stream()
                    .map(CertificateSummary::domainName)
                    .toList();
        }
    }
}
