// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.invalidation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One item of a queue: an invalidation, or a part of one whose paths no item could hold.
 *
 * @param distributionId whose
 * @param key the invalidation's id, with {@code -<n>} for the parts after the first
 * @param parts how many entries the invalidation has; 0 on all but the first
 * @param paths what was asked for
 * @param remaining those of the paths that CloudFront has not taken
 * @param invalidationIds CloudFront's ids of the invalidations that took the others
 * @param user who asked
 * @param createdAt when
 * @param error why the remaining paths were given up; null when they were not
 * @param version counts its changes from 1
 */
record QueueEntry(
        String distributionId,
        String key,
        int parts,
        List<String> paths,
        List<String> remaining,
        List<String> invalidationIds,
        String user,
        Instant createdAt,
        @Nullable String error,
        long version) {

    QueueEntry {
        paths = List.copyOf(paths);
        remaining = List.copyOf(remaining);
        invalidationIds = List.copyOf(invalidationIds);
    }

    /** The id of the invalidation that this is a part of. */
    String invalidationId() {
        return key.substring(0, Math.min(key.length(), QueuedInvalidation.ID_LENGTH));
    }

    /** After an invalidation that reaches {@code taken}; this entry itself when that does nothing for it. */
    QueueEntry after(PathCover taken, String invalidationId) {
        List<String> left =
                remaining.stream().filter(path -> !taken.covers(path)).toList();
        if (left.size() == remaining.size()) {
            return this;
        }
        List<String> ids = new ArrayList<>(invalidationIds);
        ids.add(invalidationId);
        return new QueueEntry(distributionId, key, parts, paths, left, ids, user, createdAt, error, version + 1);
    }

    /** Without the paths that CloudFront refused for good. */
    QueueEntry givenUp(PathCover refused, String reason) {
        List<String> left =
                remaining.stream().filter(path -> !refused.covers(path)).toList();
        if (left.size() == remaining.size()) {
            return this;
        }
        return new QueueEntry(
                distributionId, key, parts, paths, left, invalidationIds, user, createdAt, reason, version + 1);
    }
}
