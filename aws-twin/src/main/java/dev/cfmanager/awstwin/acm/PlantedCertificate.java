// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.acm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate that a test or a host puts into an account without asking for it.
 *
 * @param region where ACM holds it
 * @param names the domain name first, then the alternative ones
 * @param type {@code AMAZON_ISSUED}, {@code IMPORTED} or {@code PRIVATE}
 * @param keyAlgorithm ACM's spelling, such as {@code RSA_2048} or {@code EC_prime256v1}
 * @param status a status it keeps, such as {@code REVOKED}; empty to follow from its validity
 * @param validFor from now; negative for one that has expired
 */
public record PlantedCertificate(
        String region, List<String> names, String type, String keyAlgorithm, String status, Duration validFor) {

    /** An issued RSA 2048 certificate in {@code us-east-1}, valid for 395 days. */
    public static PlantedCertificate of(String domainName, String... alternativeNames) {
        List<String> names = new ArrayList<>(List.of(domainName));
        names.addAll(List.of(alternativeNames));
        return new PlantedCertificate(
                "us-east-1", List.copyOf(names), "AMAZON_ISSUED", "RSA_2048", "", Duration.ofDays(395));
    }

    /** The same in another region. */
    public PlantedCertificate in(String otherRegion) {
        return new PlantedCertificate(otherRegion, names, type, keyAlgorithm, status, validFor);
    }

    /** The same of another type. */
    public PlantedCertificate type(String otherType) {
        return new PlantedCertificate(region, names, otherType, keyAlgorithm, status, validFor);
    }

    /** The same with another key. */
    public PlantedCertificate key(String otherAlgorithm) {
        return new PlantedCertificate(region, names, type, otherAlgorithm, status, validFor);
    }

    /** The same with a status that time does not change. */
    public PlantedCertificate status(String fixedStatus) {
        return new PlantedCertificate(region, names, type, keyAlgorithm, fixedStatus, validFor);
    }

    /** The same with another validity from now. */
    public PlantedCertificate validFor(Duration time) {
        return new PlantedCertificate(region, names, type, keyAlgorithm, status, time);
    }
}
