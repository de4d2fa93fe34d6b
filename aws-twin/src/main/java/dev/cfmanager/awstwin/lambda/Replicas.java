// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import dev.cfmanager.awstwin.kernel.Store;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Optional;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * Which versions have replicas at the edge: as long as a distribution uses them and for hours after
 * (<a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-delete-replicas.html">deleting
 * functions and replicas</a>).
 */
final class Replicas {
    private final MVMap<String, Use> uses;
    private final InstantSource clock;
    private final Duration drain;

    Replicas(Store store, InstantSource clock, Duration drain) {
        this.uses = store.map("lambda.replicas");
        this.clock = clock;
        this.drain = drain;
    }

    void begin(String versionArn, String distributionArn) {
        uses.put(versionArn + "|" + distributionArn, new Use(null));
    }

    void end(String versionArn, String distributionArn) {
        String key = versionArn + "|" + distributionArn;
        Use use = uses.get(key);
        if (use != null && use.ended() == null) {
            uses.put(key, new Use(clock.instant()));
        }
    }

    /** A version under {@code arn} (a function or one version) that still has replicas. */
    Optional<String> under(String arn) {
        Iterator<String> keys = uses.keyIterator(arn);
        while (keys.hasNext()) {
            String key = keys.next();
            if (!key.startsWith(arn + ":") && !key.startsWith(arn + "|")) {
                if (!key.startsWith(arn)) {
                    break;
                }
                continue; // another function whose name begins alike
            }
            Use use = uses.get(key);
            if (use != null && use.alive(clock.instant(), drain)) {
                return Optional.of(key.substring(0, key.indexOf('|')));
            }
        }
        return Optional.empty();
    }

    /**
     * A distribution's use of a version.
     *
     * @param ended when the distribution let go of it; null while it uses it
     */
    record Use(@Nullable Instant ended) implements Serializable {

        boolean alive(Instant now, Duration drain) {
            return ended == null || now.isBefore(ended.plus(drain));
        }
    }
}
