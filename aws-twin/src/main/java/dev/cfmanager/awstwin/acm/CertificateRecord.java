// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.acm;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A certificate as stored. Its status is not kept but follows from the time.
 *
 * @param names the domain name first
 * @param method {@code DNS} or {@code EMAIL}; empty when it was not requested here
 * @param issued when it is (or was) issued; null when nothing has validated it
 * @param notAfter end of validity; null before {@code issued} is known
 * @param failure why ACM fails the request; empty when it does not
 * @param fixedStatus a status that time does not change; empty for none
 * @param token the idempotency token of the request; empty for none
 * @param transparency {@code ENABLED} or {@code DISABLED}
 */
record CertificateRecord(
        String arn,
        List<String> names,
        String type,
        String method,
        String keyAlgorithm,
        String serial,
        String issuer,
        Instant created,
        @Nullable Instant issued,
        @Nullable Instant notAfter,
        String failure,
        String fixedStatus,
        String token,
        String transparency,
        Map<String, String> tags)
        implements Serializable {
    static final String PENDING = "PENDING_VALIDATION";
    static final String ISSUED = "ISSUED";
    static final String IMPORTED = "IMPORTED";

    /** Three days; <a href="https://docs.aws.amazon.com/acm/latest/userguide/troubleshooting-timed-out.html">validation timed out</a>. */
    private static final Duration PATIENCE = Duration.ofDays(3);

    String domain() {
        return names.get(0);
    }

    String region() {
        return arn.split(":", -1)[3];
    }

    /** ACM's status at that time. */
    String status(Instant now) {
        if (!fixedStatus.isEmpty()) {
            return fixedStatus;
        }
        if (!failure.isEmpty()) {
            return now.isBefore(created.plusSeconds(60)) ? PENDING : "FAILED";
        }
        if (issued != null && !now.isBefore(issued)) {
            return notAfter != null && !now.isBefore(notAfter) ? "EXPIRED" : ISSUED;
        }
        return now.isBefore(created.plus(PATIENCE)) ? PENDING : "VALIDATION_TIMED_OUT";
    }

    /** Whether it exists as a certificate at that time, rather than as a request for one. */
    boolean hasBeenIssued(Instant now) {
        return issued != null && !now.isBefore(issued);
    }

    /** The same, validated at {@code at}. */
    CertificateRecord validated(Instant at, Duration lifetime) {
        return new CertificateRecord(
                arn,
                names,
                type,
                method,
                keyAlgorithm,
                serial,
                issuer,
                created,
                at,
                at.plus(lifetime),
                failure,
                fixedStatus,
                token,
                transparency,
                tags);
    }

    CertificateRecord tagged(Map<String, String> newTags) {
        return new CertificateRecord(
                arn,
                names,
                type,
                method,
                keyAlgorithm,
                serial,
                issuer,
                created,
                issued,
                notAfter,
                failure,
                fixedStatus,
                token,
                transparency,
                newTags);
    }
}
