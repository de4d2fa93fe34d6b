// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;

/**
 * An invalidation. The edge locations forget the objects at the moment it completes.
 *
 * @param id such as {@code I1ABCDEFGHIJKL}
 * @param createdAt when it was asked for
 * @param completesAt when it is done everywhere
 * @param batch the {@code InvalidationBatch} as sent
 */
record Invalidation(String id, Instant createdAt, Instant completesAt, XmlElement batch) implements Serializable {

    boolean completed(Instant now) {
        return !now.isBefore(completesAt);
    }

    String status(Instant now) {
        return completed(now) ? "Completed" : "InProgress";
    }

    List<String> paths() {
        return batch.textsAt("Paths");
    }

    /** Whether it names that path; a star at the end of its own path stands for anything. */
    boolean names(String path) {
        return paths().stream()
                .anyMatch(named -> named.endsWith("*")
                        ? path.startsWith(named.substring(0, named.length() - 1))
                        : path.equals(named));
    }
}
