// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.acm;

import java.time.Duration;

/**
 * What differs between one account, or one day, and another.
 *
 * @param recordDelay how long DescribeCertificate does not yet show the DNS record to make
 * @param validation how long DNS validation takes
 * @param lifetime how long an issued certificate is valid
 * @param certificates how many certificates a region may hold
 * @param names how many names a certificate may have
 */
public record AcmSettings(Duration recordDelay, Duration validation, Duration lifetime, int certificates, int names) {

    /** Five seconds to the record, five minutes to validate, 395 days; AWS's <a href="https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html">quotas</a>: 2,500 certificates of 10 names. */
    public static AcmSettings standard() {
        return new AcmSettings(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofDays(395), 2_500, 10);
    }

    /** These settings with another validation time. */
    public AcmSettings validation(Duration time) {
        return new AcmSettings(recordDelay, time, lifetime, certificates, names);
    }

    /** These settings with another validity. */
    public AcmSettings lifetime(Duration time) {
        return new AcmSettings(recordDelay, validation, time, certificates, names);
    }

    /** These settings with another number of certificates. */
    public AcmSettings certificates(int most) {
        return new AcmSettings(recordDelay, validation, lifetime, most, names);
    }
}
