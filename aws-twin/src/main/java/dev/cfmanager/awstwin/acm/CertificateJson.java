// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.acm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** Certificates as ACM answers them. */
final class CertificateJson {
    private static final List<String> MAILBOXES =
            List.of("administrator", "hostmaster", "postmaster", "webmaster", "admin");
    /** Names a list item shows; <a href="https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateSummary.html">CertificateSummary</a>. */
    private static final int SUMMARISED_NAMES = 100;

    private CertificateJson() {}

    /** A <a href="https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateDetail.html">CertificateDetail</a>. */
    static ObjectNode detail(CertificateRecord certificate, List<String> inUseBy, Instant now, Duration recordDelay) {
        ObjectNode json = Json.object();
        json.put("CertificateArn", certificate.arn());
        json.put("DomainName", certificate.domain());
        ArrayNode names = json.putArray("SubjectAlternativeNames");
        certificate.names().forEach(names::add);
        if (!certificate.method().isEmpty()) {
            ArrayNode options = json.putArray("DomainValidationOptions");
            certificate.names().forEach(name -> options.add(validation(certificate, name, now, recordDelay)));
        }
        json.put("Subject", "CN=" + certificate.domain());
        if (certificate.hasBeenIssued(now)) {
            json.put("Serial", certificate.serial());
            json.put("Issuer", certificate.issuer());
        }
        times(json, certificate, now);
        String status = certificate.status(now);
        json.put("Status", status);
        json.put("KeyAlgorithm", certificate.keyAlgorithm().replace("RSA_", "RSA-"));
        json.put(
                "SignatureAlgorithm",
                certificate.keyAlgorithm().startsWith("EC") ? "SHA256WITHECDSA" : "SHA256WITHRSA");
        ArrayNode users = json.putArray("InUseBy");
        inUseBy.forEach(users::add);
        if (status.equals("FAILED")) {
            json.put("FailureReason", certificate.failure());
        }
        json.put("Type", certificate.type());
        usages(json, certificate, now);
        json.put("RenewalEligibility", eligibility(certificate, !inUseBy.isEmpty()));
        json.putObject("Options").put("CertificateTransparencyLoggingPreference", certificate.transparency());
        return json;
    }

    /** A <a href="https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateSummary.html">CertificateSummary</a>. */
    static ObjectNode summary(CertificateRecord certificate, boolean inUse, Instant now) {
        ObjectNode json = Json.object();
        json.put("CertificateArn", certificate.arn());
        json.put("DomainName", certificate.domain());
        ArrayNode names = json.putArray("SubjectAlternativeNameSummaries");
        certificate.names().stream().limit(SUMMARISED_NAMES).forEach(names::add);
        json.put("HasAdditionalSubjectAlternativeNames", certificate.names().size() > SUMMARISED_NAMES);
        json.put("Status", certificate.status(now));
        json.put("Type", certificate.type());
        json.put("KeyAlgorithm", certificate.keyAlgorithm().replace("RSA_", "RSA-"));
        ArrayNode keyUsages = json.putArray("KeyUsages");
        ArrayNode extended = json.putArray("ExtendedKeyUsages");
        if (certificate.hasBeenIssued(now)) {
            keyUsages.add("DIGITAL_SIGNATURE").add("KEY_ENCIPHERMENT");
            extended.add("TLS_WEB_SERVER_AUTHENTICATION").add("TLS_WEB_CLIENT_AUTHENTICATION");
        }
        json.put("InUse", inUse);
        json.put("RenewalEligibility", eligibility(certificate, inUse));
        times(json, certificate, now);
        return json;
    }

    private static void times(ObjectNode json, CertificateRecord certificate, Instant now) {
        json.set("CreatedAt", Json.time(certificate.created()));
        Instant issued = certificate.issued();
        Instant notAfter = certificate.notAfter();
        if (issued != null && notAfter != null && certificate.hasBeenIssued(now)) {
            boolean imported = certificate.type().equals(CertificateRecord.IMPORTED);
            json.set(imported ? "ImportedAt" : "IssuedAt", Json.time(issued));
            json.set("NotBefore", Json.time(issued));
            json.set("NotAfter", Json.time(notAfter));
        }
    }

    private static void usages(ObjectNode json, CertificateRecord certificate, Instant now) {
        ArrayNode keyUsages = json.putArray("KeyUsages");
        ArrayNode extended = json.putArray("ExtendedKeyUsages");
        if (certificate.hasBeenIssued(now)) {
            keyUsages.addObject().put("Name", "DIGITAL_SIGNATURE");
            keyUsages.addObject().put("Name", "KEY_ENCIPHERMENT");
            extended.addObject().put("Name", "TLS_WEB_SERVER_AUTHENTICATION").put("OID", "1.3.6.1.5.5.7.3.1");
            extended.addObject().put("Name", "TLS_WEB_CLIENT_AUTHENTICATION").put("OID", "1.3.6.1.5.5.7.3.2");
        }
    }

    /** ACM renews what it issued and what is used; <a href="https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html">managed renewal</a>. */
    private static String eligibility(CertificateRecord certificate, boolean inUse) {
        return certificate.type().equals("AMAZON_ISSUED") && inUse ? "ELIGIBLE" : "INELIGIBLE";
    }

    private static ObjectNode validation(
            CertificateRecord certificate, String name, Instant now, Duration recordDelay) {
        ObjectNode option = Json.object().put("DomainName", name);
        String domain = name.startsWith("*.") ? name.substring(2) : name;
        option.put("ValidationDomain", name);
        option.put("ValidationMethod", certificate.method());
        String status = certificate.status(now);
        option.put(
                "ValidationStatus",
                certificate.hasBeenIssued(now)
                        ? "SUCCESS"
                        : status.equals(CertificateRecord.PENDING) ? CertificateRecord.PENDING : "FAILED");
        boolean shown = !now.isBefore(certificate.created().plus(recordDelay));
        if (certificate.method().equals("EMAIL")) {
            ArrayNode mails = option.putArray("ValidationEmails");
            MAILBOXES.forEach(mailbox -> mails.add(mailbox + "@" + domain));
        } else if (shown) {
            ObjectNode record = option.putObject("ResourceRecord");
            record.put("Name", "_" + digest("name " + domain) + "." + domain + ".");
            record.put("Type", "CNAME");
            record.put("Value", "_" + digest("value " + domain) + ".acm-validations.aws.");
        }
        return option;
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
