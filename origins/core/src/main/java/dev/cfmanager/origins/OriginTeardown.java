// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;

/**
 * Takes an origin's resources away again, last made first: the bucket if it was made for the origin, the access control,
 * the record. May be repeated; what is gone counts as taken away.
 */
public final class OriginTeardown {
    private final OriginRepository origins;
    private final OriginAccess access;
    private final BucketSettings settings;
    private final Buckets buckets;
    private final AccessControls accessControls;

    /** A teardown of these origins. */
    public OriginTeardown(ExecutionEnvironment environment, OriginRepository origins) {
        this.origins = origins;
        this.access = new OriginAccess(environment, origins);
        this.settings = new BucketSettings(environment);
        this.buckets = new Buckets(environment);
        this.accessControls = new AccessControls(environment);
    }

    /**
     * Takes everything away.
     *
     * @param origin as stored; nobody else may be at work on it
     * @param withBucket whether the bucket goes too, if it was made for the origin; it must be empty
     * @return whether the bucket is gone
     * @throws OperationException with the first step that failed; those before it are done, the record is still there
     */
    public boolean run(Origin origin, boolean withBucket) {
        boolean bucketGone = withBucket && buckets.delete(origin);
        Origin last = bucketGone ? origin : withdrawn(origin);
        accessControls.delete(last);
        if (!origins.delete(last)) {
            throw changed(origin);
        }
        return bucketGone;
    }

    /** A bucket that stays must not keep what we wrote into its policy. */
    private Origin withdrawn(Origin origin) {
        if (origin.publicRead()) {
            return closed(origin);
        }
        return origin.policyApplied() < origin.policyVersion()
                ? access.repair(origin.id()).orElse(origin)
                : origin;
    }

    /** We must not forget that it was us who opened it before it is shut. */
    private Origin closed(Origin origin) {
        Origin closed = origins.update(origin.toBuilder()
                        .publicRead(false)
                        .policyVersion(origin.policyVersion() + 1)
                        .build())
                .orElseThrow(() -> changed(origin));
        access.repair(origin.id());
        settings.shut(closed);
        return closed;
    }

    private static OperationException changed(Origin origin) {
        return OperationException.conflict(
                "Origin " + origin.id() + " was changed while it was being deleted; try again.");
    }
}
