// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.certificates;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.DomainValidation;

/** A certificate on the wire. What ACM does not say is left out, lists aside. */
public final class CertificateJson {
    private CertificateJson() {}

    /**
     * As an item of a list: {@code {arn, certificateArn, domainName, subjectAlternativeNames[], status, type, keyAlgorithm,
     * keyUsages[], extendedKeyUsages[], createdAt, issuedAt, importedAt, notBefore, notAfter, renewalEligibility, serial,
     * subject, issuer, daysUntilExpiration, isExpiringSoon, isExpired}}. Usages are lists of names; the last three are
     * there when {@code notAfter} is.
     */
    public static ObjectNode item(CertificateDetail certificate, Instant now) {
        ObjectNode json = Json.object()
                .put("arn", certificate.certificateArn())
                .put("certificateArn", certificate.certificateArn());
        text(json, "domainName", certificate.domainName());
        texts(json, "subjectAlternativeNames", certificate.subjectAlternativeNames());
        text(json, "status", certificate.statusAsString());
        text(json, "type", certificate.typeAsString());
        text(json, "keyAlgorithm", certificate.keyAlgorithmAsString());
        texts(
                json,
                "keyUsages",
                certificate.keyUsages().stream()
                        .map(usage -> usage.nameAsString())
                        .toList());
        texts(
                json,
                "extendedKeyUsages",
                certificate.extendedKeyUsages().stream()
                        .map(usage -> usage.nameAsString())
                        .toList());
        time(json, "createdAt", certificate.createdAt());
        time(json, "issuedAt", certificate.issuedAt());
        time(json, "importedAt", certificate.importedAt());
        time(json, "notBefore", certificate.notBefore());
        time(json, "notAfter", certificate.notAfter());
        text(json, "renewalEligibility", certificate.renewalEligibilityAsString());
        text(json, "serial", certificate.serial());
        text(json, "subject", certificate.subject());
        text(json, "issuer", certificate.issuer());
        if (certificate.notAfter() != null) {
            Validity.between(now, certificate.notAfter()).addTo(json);
        }
        return json;
    }

    /**
     * Everything there is to show: a list item's members and {@code domainValidationOptions[]} ({@code domainName,
     * validationDomain, validationMethod, validationStatus, validationEmails[], resourceRecord{name, type, value}}),
     * {@code inUseBy[]}, {@code failureReason}, {@code options{certificateTransparencyLoggingPreference}}.
     */
    public static ObjectNode whole(CertificateDetail certificate, Instant now) {
        ObjectNode json = item(certificate, now);
        ArrayNode validations = json.putArray("domainValidationOptions");
        certificate.domainValidationOptions().forEach(option -> validations.add(validation(option)));
        texts(json, "inUseBy", certificate.inUseBy());
        text(json, "failureReason", certificate.failureReasonAsString());
        ObjectNode options = json.putObject("options");
        if (certificate.options() != null) {
            text(
                    options,
                    "certificateTransparencyLoggingPreference",
                    certificate.options().certificateTransparencyLoggingPreferenceAsString());
        }
        return json;
    }

    private static ObjectNode validation(DomainValidation option) {
        ObjectNode json = Json.object();
        text(json, "domainName", option.domainName());
        text(json, "validationDomain", option.validationDomain());
        text(json, "validationMethod", option.validationMethodAsString());
        text(json, "validationStatus", option.validationStatusAsString());
        if (option.hasValidationEmails()) {
            texts(json, "validationEmails", option.validationEmails());
        }
        if (option.resourceRecord() != null) {
            ObjectNode dnsRecord = json.putObject("resourceRecord");
            text(dnsRecord, "name", option.resourceRecord().name());
            text(dnsRecord, "type", option.resourceRecord().typeAsString());
            text(dnsRecord, "value", option.resourceRecord().value());
        }
        return json;
    }

    private static void text(ObjectNode json, String name, @Nullable String text) {
        if (text != null) {
            json.put(name, text);
        }
    }

    private static void texts(ObjectNode json, String name, List<String> texts) {
        ArrayNode array = json.putArray(name);
        texts.forEach(array::add);
    }

    private static void time(ObjectNode json, String name, @Nullable Instant time) {
        if (time != null) {
            json.put(name, Json.time(time));
        }
    }
}
