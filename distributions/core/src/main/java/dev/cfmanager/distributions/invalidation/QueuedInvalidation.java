// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.invalidation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An invalidation that CloudFront did not take at once.
 *
 * @param id such as {@code queued-0123456789abcdef}; what it is known by for 30 days, handed over or not
 * @param paths what it invalidates, as asked for
 * @param remaining how many of the paths CloudFront has not taken yet
 * @param invalidationIds CloudFront's ids of the invalidations that took the others, in order
 * @param user who asked for it
 * @param createdAt when
 * @param error why CloudFront never takes what was left; empty when nothing went wrong
 */
public record QueuedInvalidation(
        String id,
        List<String> paths,
        int remaining,
        List<String> invalidationIds,
        String user,
        Instant createdAt,
        Optional<String> error) {
    /** What the ids of queued invalidations begin with; CloudFront's begin with {@code I}. */
    public static final String PREFIX = "queued-";

    /** How long those ids are: the beginning and 16 hex characters. */
    static final int ID_LENGTH = PREFIX.length() + 16;

    /** What it is as long as CloudFront has not taken all of it. */
    public static final String QUEUED = "Queued";

    /** Copies the lists. */
    public QueuedInvalidation {
        paths = List.copyOf(paths);
        invalidationIds = List.copyOf(invalidationIds);
    }

    /** One invalidation of its entries, in order. */
    static QueuedInvalidation of(List<QueueEntry> entries) {
        QueueEntry first = entries.get(0);
        Set<String> ids = new LinkedHashSet<>();
        entries.forEach(entry -> ids.addAll(entry.invalidationIds()));
        return new QueuedInvalidation(
                first.invalidationId(),
                entries.stream().flatMap(entry -> entry.paths().stream()).toList(),
                entries.stream().mapToInt(entry -> entry.remaining().size()).sum(),
                List.copyOf(ids),
                first.user(),
                first.createdAt(),
                entries.stream()
                        .flatMap(entry -> Stream.ofNullable(entry.error()))
                        .findFirst());
    }

    /** {@code Queued}, {@code Failed}, or empty when CloudFront has taken all of it and knows how far it is. */
    public Optional<String> status() {
        if (error.isPresent()) {
            return Optional.of("Failed");
        }
        return remaining > 0 ? Optional.of(QUEUED) : Optional.empty();
    }

    /** In a list: {@code {invalidationId, status, createTime, pathCount, remaining}}. */
    public ObjectNode summary() {
        return Json.object()
                .put("invalidationId", id)
                .put("status", status().orElse("InProgress"))
                .put("createTime", Json.time(createdAt))
                .put("pathCount", paths.size())
                .put("remaining", remaining);
    }

    /**
     * On the wire: the {@link #summary} and {@code {paths[], invalidationIds[], errorMessage}}.
     *
     * @param atCloudFront its status where {@link #status()} is empty
     */
    public ObjectNode toJson(String atCloudFront) {
        ObjectNode json = summary().put("status", status().orElse(atCloudFront));
        ArrayNode all = json.putArray("paths");
        paths.forEach(all::add);
        ArrayNode ids = json.putArray("invalidationIds");
        invalidationIds.forEach(ids::add);
        error.ifPresent(text -> json.put("errorMessage", text));
        return json;
    }
}
