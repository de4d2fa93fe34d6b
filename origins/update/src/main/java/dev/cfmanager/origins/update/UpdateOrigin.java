// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins.update;

import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.origins.BucketSetting;
import dev.cfmanager.origins.BucketSettings;
import dev.cfmanager.origins.Buckets;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.OriginAccess;
import dev.cfmanager.origins.OriginRepository;
import dev.cfmanager.origins.OriginState;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Changes an origin. A change that S3 knows nothing of is one write of the record. Any other is announced on the record
 * ({@link Origin#unsettled()}), made in S3, and then written down; a refusal is undone, and after a death the next
 * change settles what was announced. The bucket's policy is touched only when who may read changes.
 */
final class UpdateOrigin {
    private static final int MOST_ATTEMPTS = 5;

    private final ExecutionEnvironment environment;
    private final OriginRepository origins;
    private final Buckets buckets;
    private final BucketSettings settings;
    private final OriginAccess access;

    UpdateOrigin(ExecutionEnvironment environment, OriginRepository origins) {
        this.environment = environment;
        this.origins = origins;
        this.buckets = new Buckets(environment);
        this.settings = new BucketSettings(environment);
        this.access = new OriginAccess(environment, origins);
    }

    /**
     * Changes the origin and gives it as it is then.
     *
     * @throws OperationException NOT_FOUND; CONFLICT when it is not active, when the client saw an older version, or
     *     when another change of its bucket is under way; whatever else AWS refuses, with everything undone
     */
    Origin run(String id, OriginPatch patch, String user) {
        Origin before = changeable(id, patch);
        Set<BucketSetting> unsettled = unsettled(before, patch);
        if (unsettled.isEmpty()) {
            return readersSettled(written(id, patch, user, before));
        }
        Origin after = settled(patch, user, before, unsettled);
        try {
            after = readersSettled(after);
            if (unsettled.contains(BucketSetting.PUBLIC_ACCESS) && !after.publicRead()) {
                settings.shut(after);
            }
            return closed(after);
        } catch (RuntimeException failure) {
            leave(after, failure);
            throw failure;
        }
    }

    private Origin readersSettled(Origin origin) {
        return origin.policyApplied() < origin.policyVersion()
                ? access.repair(origin.id()).orElse(origin)
                : origin;
    }

    private Origin changeable(String id, OriginPatch patch) {
        Origin origin = origins.find(id).orElseThrow(() -> OperationException.notFound("Origin", id));
        if (origin.state() != OriginState.ACTIVE) {
            throw OperationException.conflict("Origin " + id + " is "
                    + (origin.state() == OriginState.CREATING ? "still being created" : "being deleted")
                    + " and cannot be changed now.");
        }
        patch.check(origin);
        return origin;
    }

    private static Set<BucketSetting> unsettled(Origin before, OriginPatch patch) {
        Set<BucketSetting> unsettled = EnumSet.noneOf(BucketSetting.class);
        unsettled.addAll(before.unsettled());
        unsettled.addAll(BucketSetting.between(before, patch.changes().apply(before)));
        return unsettled;
    }

    /** A change that S3 knows nothing of; when somebody else was faster, it is made to what they left. */
    private Origin written(String id, OriginPatch patch, String user, Origin before) {
        Origin latest = before;
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            Origin changed = patch.changes().apply(latest);
            if (changed.equals(latest)) {
                return latest;
            }
            Optional<Origin> stored = origins.update(signed(latest, changed, user));
            if (stored.isPresent()) {
                return stored.get();
            }
            latest = changeable(id, patch);
            if (!unsettled(latest, patch).isEmpty()) {
                break;
            }
        }
        throw raced(id);
    }

    private Origin settled(OriginPatch patch, String user, Origin before, Set<BucketSetting> unsettled) {
        if (before.isBusy(environment.clock().instant())) {
            throw raced(before.id());
        }
        Origin announced = origins.update(before.toBuilder()
                        .unsettled(unsettled)
                        .busyUntil(environment.clock().instant().plus(Origin.LONGEST_WORK))
                        .build())
                .orElseThrow(() -> raced(before.id()));
        Origin after = patch.changes().apply(announced);
        try {
            apply(announced, after, unsettled);
            return onLatest(announced, latest -> signed(latest, patch.changes().apply(latest), user));
        } catch (RuntimeException refusal) {
            throw undone(announced, after, unsettled, refusal);
        }
    }

    private void apply(Origin before, Origin after, Set<BucketSetting> unsettled) {
        settings.apply(after, unsettled);
        if (unsettled.contains(BucketSetting.TAGS)) {
            buckets.retag(before, after);
        }
    }

    private Origin closed(Origin origin) {
        return onLatest(origin, latest -> latest.toBuilder()
                .unsettled(Set.of())
                .busyUntil(null)
                .errorMessage(null)
                .build());
    }

    /** Changes the origin as it is now: readers come and go while we are at work, and must not be lost. */
    private Origin onLatest(Origin origin, UnaryOperator<Origin> change) {
        Origin latest = origin;
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            Optional<Origin> stored = origins.update(change.apply(latest));
            if (stored.isPresent()) {
                return stored.get();
            }
            latest = origins.find(origin.id())
                    .filter(found -> found.busyUntil().equals(origin.busyUntil()))
                    .orElseThrow(() -> raced(origin.id()));
        }
        throw raced(origin.id());
    }

    private Origin signed(Origin before, Origin after, String user) {
        boolean otherReaders = before.publicRead() != after.publicRead()
                || before.missingObjectsAre404() != after.missingObjectsAre404();
        return after.toBuilder()
                .policyVersion(before.policyVersion() + (otherReaders ? 1 : 0))
                .updatedBy(user)
                .updatedAt(environment.clock().instant())
                .build();
    }

    private RuntimeException undone(
            Origin before, Origin after, Set<BucketSetting> unsettled, RuntimeException refusal) {
        try {
            apply(after, before, unsettled);
            if (unsettled.contains(BucketSetting.PUBLIC_ACCESS) && !before.publicRead()) {
                settings.shut(before);
            }
            closed(before);
        } catch (RuntimeException second) {
            refusal.addSuppressed(second);
            leave(before, refusal);
        }
        return refusal;
    }

    /** What is not finished stays announced, and whoever changes the origin next need not wait. */
    private void leave(Origin origin, RuntimeException failure) {
        String reason = failure instanceof OperationException known ? known.text() : "an unexpected failure";
        try {
            onLatest(origin, latest -> latest.toBuilder()
                    .busyUntil(null)
                    .errorMessage("The last change of the bucket is not finished, repeat it: " + reason)
                    .build());
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    private static OperationException raced(String id) {
        return OperationException.conflict(
                "Origin " + id + " is being changed by another request; read it again and repeat your change.");
    }
}
