// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.acm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Json;
import dev.cfmanager.awstwin.kernel.JsonInput;
import dev.cfmanager.awstwin.kernel.Kernel;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * <a href="https://docs.aws.amazon.com/acm/latest/APIReference/API_ImportCertificate.html">ImportCertificate</a>: one PEM
 * certificate whose PKCS #8 key fits.
 */
final class CertificateImport {
    private static final int DNS_NAME = 2; // the tag of a dNSName in a subject alternative name, RFC 5280

    private final Kernel kernel;
    private final CertificateBook book;

    CertificateImport(Kernel kernel, CertificateBook book) {
        this.kernel = kernel;
        this.book = book;
    }

    ObjectNode run(JsonInput input, String region) {
        X509Certificate certificate = certificate(bytes(input, "Certificate"));
        checkKey(certificate, bytes(input, "PrivateKey"));
        Instant now = kernel.clock().instant();
        if (now.isBefore(certificate.getNotBefore().toInstant())
                || now.isAfter(certificate.getNotAfter().toInstant())) {
            throw invalid("The certificate is not within its validity period.");
        }
        synchronized (book) {
            String arn = input.has("CertificateArn") ? reimported(input) : fresh(region);
            Map<String, String> tags = CertificateRules.tags(Map.of(), input.get("Tags"));
            book.put(new CertificateRecord(
                    arn,
                    names(certificate),
                    CertificateRecord.IMPORTED,
                    "",
                    algorithm(certificate),
                    serial(certificate.getSerialNumber()),
                    commonName(certificate.getIssuerX500Principal().getName()),
                    now,
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant(),
                    "",
                    "",
                    "",
                    "DISABLED",
                    tags));
            return Json.object().put("CertificateArn", arn);
        }
    }

    private String fresh(String region) {
        book.checkQuota(region);
        return book.newArn(region);
    }

    private String reimported(JsonInput input) {
        if (input.has("Tags")) {
            throw invalid("Tagging is not permitted on re-import.");
        }
        CertificateRecord known = book.get(input);
        if (!known.type().equals(CertificateRecord.IMPORTED)) {
            throw invalid("The certificate " + known.arn() + " was not imported and cannot be re-imported.");
        }
        return known.arn();
    }

    private static byte[] bytes(JsonInput input, String member) {
        try {
            return Base64.getDecoder().decode(input.required(member));
        } catch (IllegalArgumentException e) {
            throw new AwsError(400, "SerializationException", member + " is no base64: " + e.getMessage());
        }
    }

    private static X509Certificate certificate(byte[] pem) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> found = new ArrayList<>();
            for (java.security.cert.Certificate one : factory.generateCertificates(new ByteArrayInputStream(pem))) {
                found.add((X509Certificate) one);
            }
            if (found.size() == 1) {
                return found.get(0);
            }
            throw invalid("The certificate field contains more than one certificate. You can specify only one"
                    + " certificate in this field.");
        } catch (CertificateException e) {
            throw invalid("The certificate is not a valid PEM certificate.");
        }
    }

    /** Signs with the private key and checks with the certificate's: the two belong together or they do not. */
    private static void checkKey(X509Certificate certificate, byte[] pem) {
        String body = new String(pem, StandardCharsets.US_ASCII)
                .replaceAll("-----[A-Z ]+-----", "")
                .replaceAll("\\s", "");
        try {
            PrivateKey key = KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
            String name = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
            Signature signature = Signature.getInstance(name);
            signature.initSign(key);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            if (!signature.verify(signed)) {
                throw invalid("The private key does not match the certificate.");
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw invalid("The private key is not supported or does not match the certificate.");
        }
    }

    private static List<String> names(X509Certificate certificate) {
        Set<String> names = new LinkedHashSet<>();
        String commonName = commonName(certificate.getSubjectX500Principal().getName());
        if (!commonName.isEmpty()) {
            names.add(commonName);
        }
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.stream()
                        .filter(name -> name.get(0).equals(DNS_NAME))
                        .forEach(name -> names.add(String.valueOf(name.get(1))));
            }
        } catch (CertificateException e) {
            throw invalid("The subject alternative names cannot be read.");
        }
        if (names.isEmpty()) {
            throw invalid("The certificate names no domain.");
        }
        return List.copyOf(new ArrayList<>(names));
    }

    private static String commonName(String distinguishedName) {
        try {
            return new LdapName(distinguishedName)
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(String::valueOf)
                            .findFirst()
                            .orElse("");
        } catch (InvalidNameException e) {
            throw invalid("The distinguished name cannot be read: " + distinguishedName);
        }
    }

    private static String algorithm(X509Certificate certificate) {
        if (certificate.getPublicKey() instanceof RSAPublicKey rsa) {
            return "RSA_" + rsa.getModulus().bitLength();
        }
        if (certificate.getPublicKey() instanceof ECPublicKey ec) {
            int bits = ec.getParams().getOrder().bitLength();
            return bits == 256 ? "EC_prime256v1" : "EC_secp" + bits + "r1";
        }
        throw invalid("The key algorithm " + certificate.getPublicKey().getAlgorithm() + " is not supported.");
    }

    private static String serial(BigInteger number) {
        return HexFormat.ofDelimiter(":").formatHex(number.toByteArray());
    }

    private static AwsError invalid(String message) {
        return new AwsError(400, "ValidationException", message);
    }
}
