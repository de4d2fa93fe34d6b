// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates;

import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A page under way: what is in the table first, then the built-in templates. A token is the table's own, or
 * {@code built-in.<id>}, after which the built-in ones go on.
 */
final class PagedTemplates {
    private static final String AMONG_BUILT_IN = "built-in.";

    /** Lambda answers with 6 MB at most; configurations may be large, so what has grown to this is a page. */
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private static final int CHUNK = 200;

    private final PageRequest request;
    private final List<Template> items = new ArrayList<>();
    private Optional<String> next;
    private long bytes;

    PagedTemplates(PageRequest request) {
        this.request = request;
        this.next = request.token();
    }

    boolean beginsAmongBuiltIn() {
        return request.token().filter(PagedTemplates::isBuiltInToken).isPresent();
    }

    void addStored(Function<PageRequest, Page<Template>> stored) {
        int chunk = CHUNK;
        do {
            Page<Template> read = stored.apply(new PageRequest(Math.min(chunk, left()), next));
            if (bytes + bytesOf(read.items()) > MOST_BYTES && read.items().size() > 1) {
                chunk = Math.max(1, chunk / 8); // too much at once; again from the same place
                continue;
            }
            bytes += bytesOf(read.items());
            read.items().stream().filter(template -> !template.removed()).forEach(items::add);
            next = read.nextToken();
            if (next.isEmpty()) {
                return;
            }
        } while (left() > 0 && bytes < MOST_BYTES);
    }

    boolean hasAllStored() {
        return next.isEmpty() || beginsAmongBuiltIn();
    }

    /** Adds those that come after the token, as many as fit. */
    void addBuiltIn(List<Template> templates) {
        List<String> order = BuiltInTemplates.all().stream().map(Template::id).toList();
        int from = next.map(token -> order.indexOf(token.substring(AMONG_BUILT_IN.length())) + 1)
                .orElse(0);
        next = Optional.empty();
        for (Template template : templates) {
            int position = order.indexOf(template.id());
            if (position >= from) {
                if (left() == 0) {
                    next = Optional.of(AMONG_BUILT_IN + (position == 0 ? "" : order.get(position - 1)));
                    return;
                }
                items.add(template);
            }
        }
    }

    Page<Template> page() {
        return new Page<>(items, next);
    }

    private static long bytesOf(List<Template> templates) {
        return templates.stream()
                .mapToLong(template -> Json.write(template.config()).getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    private int left() {
        return request.limit() - items.size();
    }

    /** Anything else goes to the table, which knows its own tokens and refuses others. */
    private static boolean isBuiltInToken(String token) {
        return token.startsWith(AMONG_BUILT_IN)
                && (token.length() == AMONG_BUILT_IN.length()
                        || BuiltInTemplates.isBuiltIn(token.substring(AMONG_BUILT_IN.length())));
    }
}
