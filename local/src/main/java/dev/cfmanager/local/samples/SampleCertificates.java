// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.samples;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.acm.PlantedCertificate;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;

/**
 * Certificates to choose from on a laptop, where nobody can validate a domain: one for {@code example.com} and its
 * subdomains, and one for {@code example.net} that expires soon. Made once, in an account without any.
 */
public final class SampleCertificates {
    private static final List<PlantedCertificate> SAMPLES = List.of(
            PlantedCertificate.of("example.com", "*.example.com"),
            PlantedCertificate.of("www.example.net").key("EC_prime256v1").validFor(Duration.ofDays(21)));

    private SampleCertificates() {}

    /** Puts them into the account if it has no certificate of its own. */
    public static void addTo(Twin twin) {
        try (AcmClient acm = AcmClient.builder()
                .region(Region.US_EAST_1)
                .httpClient(twin.httpClient())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("samples", "samples")))
                .build()) {
            boolean none = acm.listCertificates(
                            list -> list.includes(filters -> filters.keyTypes(KeyAlgorithm.knownValues())))
                    .certificateSummaryList()
                    .isEmpty();
            if (none) {
                SAMPLES.forEach(twin.certificates()::plant);
            }
        }
    }
}
