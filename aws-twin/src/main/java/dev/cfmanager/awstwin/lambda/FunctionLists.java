// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.Json;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Lambda's lists, at most 50 entries a page whatever the caller asks for. */
final class FunctionLists {
    /** <a href="https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html">ListFunctions</a>, MaxItems. */
    private static final int PAGE = 50;

    private static final int MOST = 10_000;

    private final Kernel kernel;
    private final FunctionData data;

    FunctionLists(Kernel kernel, FunctionData data) {
        this.kernel = kernel;
        this.data = data;
    }

    /** <a href="https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html">ListFunctions</a>: {@code $LATEST} of each, or every version with {@code FunctionVersion=ALL}. */
    ObjectNode functions(TwinRequest request, String region) {
        boolean all = request.queryParameter("FunctionVersion").orElse("").equals("ALL");
        String prefix = "arn:aws:lambda:" + region + ":";
        List<FunctionVersion> found = new ArrayList<>();
        Iterator<String> arns = data.functions.keyIterator(prefix);
        while (arns.hasNext()) {
            String arn = arns.next();
            if (!arn.startsWith(prefix)) {
                break;
            }
            List<FunctionVersion> versions = data.versionsOf(arn);
            found.addAll(all ? versions : versions.subList(0, 1));
        }
        return page(request, "Functions", found, FunctionVersion::key, version -> item(version, all));
    }

    /** <a href="https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html">ListVersionsByFunction</a>: {@code $LATEST} first. */
    ObjectNode versions(FunctionName name, TwinRequest request) {
        List<FunctionVersion> versions = data.versionsOf(name.arn());
        if (versions.isEmpty()) {
            throw name.notFound();
        }
        return page(request, "Versions", versions, FunctionVersion::key, version -> item(version, true));
    }

    /** <a href="https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html">ListAliases</a>. */
    ObjectNode aliases(FunctionName name, TwinRequest request) {
        String version = request.queryParameter("FunctionVersion").orElse("");
        List<Alias> aliases = data.aliasesOf(name.arn()).stream()
                .filter(alias -> version.isEmpty() || alias.version().equals(version))
                .toList();
        return page(request, "Aliases", aliases, Alias::name, Alias::toJson);
    }

    private ObjectNode item(FunctionVersion version, boolean qualified) {
        Instant now = kernel.clock().instant();
        ObjectNode item = FunctionJson.configuration(version, qualified, now);
        item.remove(List.of("State", "StateReason", "StateReasonCode", "LastUpdateStatus"));
        return item;
    }

    private static <T> ObjectNode page(
            TwinRequest request, String member, List<T> all, Function<T, String> key, Function<T, ObjectNode> render) {
        int most = Math.min(
                PAGE,
                request.queryParameter("MaxItems").map(FunctionLists::maxItems).orElse(PAGE));
        int from = request.queryParameter("Marker")
                .map(marker -> position(all, key, marker))
                .orElse(0);
        ObjectNode answer = Json.object();
        ArrayNode items = answer.putArray(member);
        int to = Math.min(all.size(), from + most);
        all.subList(from, to).forEach(entry -> items.add(render.apply(entry)));
        if (to < all.size()) {
            answer.put("NextMarker", marker(key.apply(all.get(to))));
        }
        return answer;
    }

    private static int maxItems(String text) {
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw LambdaErrors.constraint(text, "maxItems", "Member must have value between 1 and " + MOST);
        }
        return Integer.parseInt(text);
    }

    /** Where the entry of a marker is, or, when it has gone, where it would be. */
    private static <T> int position(List<T> all, Function<T, String> key, String marker) {
        String wanted = decoded(marker).orElseThrow(() -> LambdaErrors.invalidParameter("Invalid marker: " + marker));
        for (int i = 0; i < all.size(); i++) {
            if (key.apply(all.get(i)).equals(wanted)) {
                return i;
            }
        }
        for (int i = 0; i < all.size(); i++) {
            if (key.apply(all.get(i)).compareTo(wanted) > 0) {
                return i;
            }
        }
        return all.size();
    }

    private static String marker(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> decoded(String marker) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
