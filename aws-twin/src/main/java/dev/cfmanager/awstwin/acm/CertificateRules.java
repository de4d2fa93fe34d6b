// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.acm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.kernel.AwsError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What ACM checks of names, keys, ARNs and tags. */
final class CertificateRules {
    static final Set<String> KEY_ALGORITHMS =
            Set.of("RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1");
    static final Set<String> STATUSES =
            Set.of("PENDING_VALIDATION", "ISSUED", "INACTIVE", "EXPIRED", "VALIDATION_TIMED_OUT", "REVOKED", "FAILED");

    /** <a href="https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html">RequestCertificate</a>, KeyAlgorithm: the others can only be imported. */
    private static final Set<String> REQUESTABLE = Set.of("RSA_2048", "EC_prime256v1", "EC_secp384r1");

    private static final Pattern DOMAIN =
            Pattern.compile("(\\*\\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])");
    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:acm:[a-z0-9-]+:\\d{12}:certificate/[0-9A-Za-z-]+");
    private static final int LONGEST_DOMAIN = 253;
    private static final int MOST_TAGS = 50;

    private CertificateRules() {}

    /** The names of a request: domain first, each once, in lower case. */
    static List<String> names(String domain, JsonNode alternatives, int most) {
        Set<String> names = new LinkedHashSet<>(List.of(domain(domain, "domainName")));
        for (JsonNode name : alternatives) {
            names.add(domain(name.asText(), "subjectAlternativeNames"));
        }
        if (names.size() > most) {
            throw new AwsError(
                    400,
                    "LimitExceededException",
                    "You have exceeded the maximum number of domain names allowed per certificate (" + most + ").");
        }
        return List.copyOf(new ArrayList<>(names));
    }

    private static String domain(String name, String member) {
        if (name.length() > LONGEST_DOMAIN || !DOMAIN.matcher(name).matches()) {
            throw invalid(name, member, "Member must satisfy regular expression pattern: " + DOMAIN);
        }
        return name.toLowerCase(Locale.ROOT);
    }

    static String requestable(String keyAlgorithm) {
        if (!KEY_ALGORITHMS.contains(keyAlgorithm)) {
            throw invalid(
                    keyAlgorithm,
                    "keyAlgorithm",
                    "Member must satisfy enum value set: "
                            + KEY_ALGORITHMS.stream().sorted().toList());
        }
        if (!REQUESTABLE.contains(keyAlgorithm)) {
            throw new AwsError(
                    400,
                    "InvalidParameterException",
                    "The key algorithm " + keyAlgorithm + " is supported for imported certificates only.");
        }
        return keyAlgorithm;
    }

    static String oneOf(String value, Set<String> allowed, String member) {
        if (!allowed.contains(value)) {
            throw invalid(
                    value,
                    member,
                    "Member must satisfy enum value set: "
                            + allowed.stream().sorted().toList());
        }
        return value;
    }

    static String arn(String arn) {
        if (!ARN.matcher(arn).matches()) {
            throw new AwsError(400, "InvalidArnException", "Invalid ARN: " + arn);
        }
        return arn;
    }

    static Map<String, String> tags(Map<String, String> known, JsonNode more) {
        Map<String, String> tags = new TreeMap<>(known);
        for (JsonNode tag : more) {
            String key = tag.path("Key").asText();
            if (key.isEmpty() || key.length() > 128 || key.startsWith("aws:")) {
                throw new AwsError(400, "InvalidTagException", "Invalid tag key: " + key);
            }
            tags.put(key, tag.path("Value").asText(""));
        }
        if (tags.size() > MOST_TAGS) {
            throw new AwsError(400, "TooManyTagsException", "A certificate has at most " + MOST_TAGS + " tags");
        }
        return Collections.unmodifiableMap(tags);
    }

    static AwsError invalid(String value, String member, String constraint) {
        return new AwsError(
                400,
                "ValidationException",
                "1 validation error detected: Value '" + value + "' at '" + member + "' failed to satisfy constraint: "
                        + constraint);
    }
}
