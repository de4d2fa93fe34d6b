// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.acm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Json;
import dev.cfmanager.awstwin.kernel.JsonInput;
import dev.cfmanager.awstwin.kernel.Kernel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.mvstore.MVMap;

/** The certificates of the account and the operations on one of them. */
final class CertificateBook {
    /** <a href="https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html">RequestCertificate</a>, IdempotencyToken. */
    private static final Duration TOKEN_LIFE = Duration.ofHours(1);

    private final Kernel kernel;
    private final AcmSettings settings;
    private final MVMap<String, CertificateRecord> certificates;
    private final MVMap<String, String> uses;
    private final Map<String, String> failing = new ConcurrentHashMap<>();
    private final Set<String> unvalidated = ConcurrentHashMap.newKeySet();

    CertificateBook(Kernel kernel, AcmSettings settings) {
        this.kernel = kernel;
        this.settings = settings;
        this.certificates = kernel.store().map("acm.certificates");
        this.uses = kernel.store().map("acm.uses");
    }

    void neverValidates(String domainName) {
        unvalidated.add(domainName);
    }

    void fails(String domainName, String reason) {
        failing.put(domainName, reason);
    }

    Optional<CertificateRecord> find(String arn) {
        return Optional.ofNullable(certificates.get(arn));
    }

    void put(CertificateRecord certificate) {
        certificates.put(certificate.arn(), certificate);
    }

    /** The certificates of a region from {@code arn} on, in order of their ARNs. */
    Iterator<String> from(String arn) {
        return certificates.keyIterator(arn);
    }

    synchronized void use(String arn, String resourceArn) {
        uses.put(arn + "|" + resourceArn, "");
    }

    synchronized void release(String arn, String resourceArn) {
        uses.remove(arn + "|" + resourceArn);
    }

    List<String> usersOf(String arn) {
        List<String> users = new ArrayList<>();
        Iterator<String> keys = uses.keyIterator(arn + "|");
        while (keys.hasNext()) {
            String key = keys.next();
            if (!key.startsWith(arn + "|")) {
                break;
            }
            users.add(key.substring(arn.length() + 1));
        }
        return users;
    }

    /** <a href="https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html">RequestCertificate</a>. */
    synchronized ObjectNode request(JsonInput input, String region) {
        List<String> names = CertificateRules.names(
                input.required("DomainName"), input.get("SubjectAlternativeNames"), settings.names());
        String method = CertificateRules.oneOf(
                input.text("ValidationMethod").orElse("EMAIL"), Set.of("DNS", "EMAIL"), "validationMethod");
        String key = CertificateRules.requestable(input.text("KeyAlgorithm").orElse("RSA_2048"));
        String token = input.text("IdempotencyToken").orElse("");
        if (!token.isEmpty() && !token.matches("\\w{1,32}")) {
            throw CertificateRules.invalid(
                    token, "idempotencyToken", "Member must satisfy regular expression pattern: \\w+");
        }
        Map<String, String> tags = CertificateRules.tags(Map.of(), input.get("Tags"));
        Instant now = kernel.clock().instant();
        Optional<CertificateRecord> same = sameRequest(region, token, names, now);
        if (same.isPresent()) {
            return Json.object().put("CertificateArn", same.get().arn());
        }
        checkQuota(region);
        boolean validates = method.equals("DNS") && names.stream().noneMatch(unvalidated::contains);
        CertificateRecord requested = new CertificateRecord(
                newArn(region),
                names,
                "AMAZON_ISSUED",
                method,
                key,
                newSerial(),
                "Amazon",
                now,
                null,
                null,
                names.stream()
                        .filter(failing::containsKey)
                        .findFirst()
                        .map(failing::get)
                        .orElse(""),
                "",
                token,
                input.get("Options")
                        .path("CertificateTransparencyLoggingPreference")
                        .asText("ENABLED"),
                tags);
        put(validates ? requested.validated(now.plus(settings.validation()), settings.lifetime()) : requested);
        return Json.object().put("CertificateArn", requested.arn());
    }

    /** <a href="https://docs.aws.amazon.com/acm/latest/APIReference/API_DescribeCertificate.html">DescribeCertificate</a>. */
    ObjectNode describe(JsonInput input) {
        CertificateRecord certificate = get(input);
        ObjectNode answer = Json.object();
        answer.set(
                "Certificate",
                CertificateJson.detail(
                        certificate, usersOf(certificate.arn()), kernel.clock().instant(), settings.recordDelay()));
        return answer;
    }

    /** <a href="https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html">DeleteCertificate</a>: refused while something uses it. */
    synchronized ObjectNode delete(JsonInput input) {
        CertificateRecord certificate = get(input);
        if (!usersOf(certificate.arn()).isEmpty()) {
            throw new AwsError(
                    400,
                    "ResourceInUseException",
                    "Certificate " + certificate.arn() + " in account " + Kernel.ACCOUNT + " is in use.");
        }
        certificates.remove(certificate.arn());
        return Json.object();
    }

    synchronized ObjectNode tag(JsonInput input) {
        CertificateRecord certificate = get(input);
        put(certificate.tagged(CertificateRules.tags(certificate.tags(), input.get("Tags"))));
        return Json.object();
    }

    synchronized ObjectNode untag(JsonInput input) {
        CertificateRecord certificate = get(input);
        Map<String, String> tags = new TreeMap<>(certificate.tags());
        input.get("Tags").forEach(tag -> {
            String key = tag.path("Key").asText();
            if (!tag.has("Value") || tag.path("Value").asText().equals(tags.get(key))) {
                tags.remove(key);
            }
        });
        put(certificate.tagged(Collections.unmodifiableMap(tags)));
        return Json.object();
    }

    ObjectNode tags(JsonInput input) {
        ObjectNode answer = Json.object();
        ArrayNode tags = answer.putArray("Tags");
        get(input)
                .tags()
                .forEach((key, value) -> tags.addObject().put("Key", key).put("Value", value));
        return answer;
    }

    /** <a href="https://docs.aws.amazon.com/acm/latest/APIReference/API_ResendValidationEmail.html">ResendValidationEmail</a>. */
    ObjectNode resend(JsonInput input) {
        CertificateRecord certificate = get(input);
        boolean waitsForMail = certificate.method().equals("EMAIL")
                && certificate.status(kernel.clock().instant()).equals(CertificateRecord.PENDING);
        if (!waitsForMail) {
            throw new AwsError(
                    400,
                    "InvalidStateException",
                    "Certificate " + certificate.arn() + " is not pending validation by e-mail.");
        }
        return Json.object();
    }

    synchronized void approve(String arn) {
        CertificateRecord certificate =
                find(arn).orElseThrow(() -> new IllegalArgumentException("no certificate " + arn));
        put(certificate.validated(kernel.clock().instant(), settings.lifetime()));
        kernel.store().commit();
    }

    synchronized String plant(PlantedCertificate planted) {
        Instant now = kernel.clock().instant();
        Instant end = now.plus(planted.validFor());
        Instant begin = end.isAfter(now) ? now : end.minus(settings.lifetime());
        String arn = newArn(planted.region());
        put(new CertificateRecord(
                arn,
                planted.names(),
                planted.type(),
                "",
                planted.keyAlgorithm(),
                newSerial(),
                planted.type().equals("AMAZON_ISSUED") ? "Amazon" : "planted",
                begin,
                begin,
                end,
                planted.status().equals("FAILED") ? "OTHER" : "",
                planted.status(),
                "",
                "ENABLED",
                Collections.unmodifiableMap(new TreeMap<>())));
        kernel.store().commit();
        return arn;
    }

    void checkQuota(String region) {
        long held = certificates.keySet().stream()
                .filter(arn -> arn.split(":", -1)[3].equals(region))
                .count();
        if (held >= settings.certificates()) {
            throw new AwsError(
                    400,
                    "LimitExceededException",
                    "Error: you have reached your limit of " + settings.certificates() + " certificates.");
        }
    }

    String newArn(String region) {
        return "arn:aws:acm:" + region + ":" + Kernel.ACCOUNT + ":certificate/"
                + kernel.ids().uuid();
    }

    String newSerial() {
        return kernel.ids().uuid().replace("-", "").replaceAll("(..)(?!$)", "$1:");
    }

    CertificateRecord get(JsonInput input) {
        String arn = CertificateRules.arn(input.required("CertificateArn"));
        return find(arn).orElseThrow(() -> notFound(arn));
    }

    static AwsError notFound(String arn) {
        return new AwsError(400, "ResourceNotFoundException", "Could not find certificate " + arn + ".");
    }

    private Optional<CertificateRecord> sameRequest(String region, String token, List<String> names, Instant now) {
        if (token.isEmpty()) {
            return Optional.empty();
        }
        return certificates.values().stream()
                .filter(known -> known.token().equals(token)
                        && known.region().equals(region)
                        && known.names().equals(names)
                        && now.isBefore(known.created().plus(TOKEN_LIFE)))
                .findFirst();
    }
}
