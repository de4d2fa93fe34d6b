// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.acm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Json;
import dev.cfmanager.awstwin.kernel.JsonInput;
import dev.cfmanager.awstwin.kernel.Kernel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * <a href="https://docs.aws.amazon.com/acm/latest/APIReference/API_ListCertificates.html">ListCertificates</a>: without
 * {@code Includes.keyTypes} only RSA 1024 and 2048, in no promised order.
 */
final class CertificateList {
    private static final int MOST = 1000;
    private static final Set<String> DEFAULT_KEYS = Set.of("RSA_1024", "RSA_2048");

    private final Kernel kernel;
    private final CertificateBook book;

    CertificateList(Kernel kernel, CertificateBook book) {
        this.kernel = kernel;
        this.book = book;
    }

    ObjectNode page(JsonInput input, String region) {
        Set<String> statuses =
                chosen(input.get("CertificateStatuses"), CertificateRules.STATUSES, "certificateStatuses");
        Set<String> keys =
                chosen(input.get("Includes").path("keyTypes"), CertificateRules.KEY_ALGORITHMS, "includes.keyTypes");
        int most = input.integer("MaxItems", MOST, 1, MOST);
        Instant now = kernel.clock().instant();
        List<CertificateRecord> found = new ArrayList<>();
        for (CertificateRecord certificate : ofRegion(region)) {
            boolean keyFits = (keys.isEmpty() ? DEFAULT_KEYS : keys).contains(certificate.keyAlgorithm());
            if (keyFits && (statuses.isEmpty() || statuses.contains(certificate.status(now)))) {
                found.add(certificate);
            }
        }
        order(input).ifPresent(found::sort);
        int from = input.text("NextToken").map(token -> position(found, token)).orElse(0);
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("CertificateSummaryList");
        int to = Math.min(found.size(), from + most);
        for (CertificateRecord certificate : found.subList(from, to)) {
            boolean inUse = !book.usersOf(certificate.arn()).isEmpty();
            list.add(CertificateJson.summary(certificate, inUse, now));
        }
        if (to < found.size()) {
            answer.put("NextToken", token(found.get(to).arn()));
        }
        return answer;
    }

    private List<CertificateRecord> ofRegion(String region) {
        String prefix = "arn:aws:acm:" + region + ":";
        List<CertificateRecord> found = new ArrayList<>();
        Iterator<String> arns = book.from(prefix);
        while (arns.hasNext()) {
            String arn = arns.next();
            if (!arn.startsWith(prefix)) {
                break;
            }
            book.find(arn).ifPresent(found::add);
        }
        return found;
    }

    private static Set<String> chosen(JsonNode values, Set<String> allowed, String member) {
        Set<String> chosen = new HashSet<>();
        values.forEach(value -> chosen.add(CertificateRules.oneOf(value.asText(), allowed, member)));
        return chosen;
    }

    private static Optional<Comparator<CertificateRecord>> order(JsonInput input) {
        Optional<String> by = input.text("SortBy");
        Optional<String> order = input.text("SortOrder");
        if (by.isPresent() != order.isPresent()) {
            throw new AwsError(
                    400, "InvalidArgsException", "SortBy and SortOrder must be given together, or not at all.");
        }
        by.ifPresent(value -> CertificateRules.oneOf(value, Set.of("CREATED_AT"), "sortBy"));
        order.ifPresent(value -> CertificateRules.oneOf(value, Set.of("ASCENDING", "DESCENDING"), "sortOrder"));
        Comparator<CertificateRecord> byAge =
                Comparator.comparing(CertificateRecord::created).thenComparing(CertificateRecord::arn);
        return order.map(value -> value.equals("DESCENDING") ? byAge.reversed() : byAge);
    }

    private static int position(List<CertificateRecord> found, String token) {
        String arn;
        try {
            arn = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new AwsError(400, "InvalidArgsException", "NextToken is not valid: " + token);
        }
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).arn().equals(arn)) {
                return i;
            }
        }
        throw new AwsError(400, "InvalidArgsException", "NextToken is not valid: " + token);
    }

    private static String token(String arn) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(arn.getBytes(StandardCharsets.UTF_8));
    }
}
