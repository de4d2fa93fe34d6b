// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins.create;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.cfmanager.common.api.Caller;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.Hashes;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.origins.AccessControls;
import dev.cfmanager.origins.BucketSetting;
import dev.cfmanager.origins.BucketSettings;
import dev.cfmanager.origins.Buckets;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.OriginAccess;
import dev.cfmanager.origins.OriginRepository;
import dev.cfmanager.origins.OriginState;
import dev.cfmanager.origins.OriginTeardown;
import java.time.Instant;
import java.util.Optional;

/**
 * Creates an origin, all of it or nothing. The record comes first, in state {@code creating}; each step after it may be
 * repeated; the last one makes the record {@code active}. What fails is undone. What dies is gone on with by the next
 * request for the same bucket: as soon as the dead one's time is over, the same request finishes it and another one
 * undoes it and begins anew.
 *
 * <p>An origin's id follows from its bucket's name, so that of two requests for one bucket only one can get the record.
 */
final class CreateOrigin {
    private static final int MOST_COLLISIONS = 16;
    private static final int ID_CHARACTERS = 8;

    private final ExecutionEnvironment environment;
    private final OriginRepository origins;
    private final AttachableBucket attachable;
    private final AccessControls accessControls;
    private final Buckets buckets;
    private final BucketSettings settings;
    private final OriginAccess access;
    private final OriginTeardown teardown;

    CreateOrigin(ExecutionEnvironment environment, OriginRepository origins) {
        this.environment = environment;
        this.origins = origins;
        this.attachable = new AttachableBucket(environment);
        this.accessControls = new AccessControls(environment);
        this.buckets = new Buckets(environment);
        this.settings = new BucketSettings(environment);
        this.access = new OriginAccess(environment, origins);
        this.teardown = new OriginTeardown(environment, origins);
    }

    /**
     * Creates the origin, or finishes what the same request began.
     *
     * @param scope see {@code ApiRequest.idempotencyScope}
     * @throws OperationException CONFLICT when the bucket's name is taken or its origin is being created or deleted;
     *     NOT_FOUND when a bucket to attach is not there; whatever else AWS refuses, with everything undone
     */
    Origin run(OriginSpec spec, Caller caller, Optional<String> scope) {
        int collisions = 0;
        while (collisions < MOST_COLLISIONS) {
            String id = id(spec.bucketName(), collisions);
            Optional<Origin> holder = origins.find(id);
            if (holder.isEmpty()) {
                Origin begun = beginning(id, spec, caller, scope);
                if (origins.create(begun)) {
                    return build(begun);
                }
            } else if (!holder.get().bucketName().equals(spec.bucketName())) {
                collisions++;
            } else if (isAnswerTo(scope, holder.get())) {
                return holder.get();
            } else {
                Origin taken = takeOver(holder.get());
                if (taken.creationHash().equals(Optional.of(spec.hash()))) {
                    return build(taken);
                }
                teardown.run(taken, !taken.attached());
            }
        }
        throw OperationException.conflict(
                "No free id was found for an origin of bucket " + spec.bucketName() + "; choose another bucket name.");
    }

    /** {@code origin-} and eight hex characters of a hash of the bucket's name; the next ones where others hold those. */
    static String id(String bucketName, int collisions) {
        String text = collisions == 0 ? bucketName : bucketName + "\n" + collisions;
        return "origin-" + Hashes.sha256(text).substring(0, ID_CHARACTERS);
    }

    private Origin beginning(String id, OriginSpec spec, Caller caller, Optional<String> scope) {
        origins.findByBucketName(spec.bucketName()).ifPresent(other -> {
            throw taken(other);
        });
        String region = spec.region().orElse(environment.aws().stackRegion());
        if (spec.existing()) {
            region = attachable.regionOf(spec);
        } else if (buckets.exists(spec.bucketName(), region)) {
            throw OperationException.conflict("Bucket " + spec.bucketName() + " exists already; choose another name,"
                    + " or attach it with \"existing\": true if it is yours.");
        }
        Instant now = environment.clock().instant();
        return Origin.builder()
                .id(id)
                .state(OriginState.CREATING)
                .name(spec.name())
                .bucketName(spec.bucketName())
                .region(region)
                .attached(spec.existing())
                .websiteEnabled(spec.website().isPresent())
                .websiteConfiguration(
                        spec.website().map(website -> website.toJson()).orElse(null))
                .corsConfiguration(spec.cors().orElse(null))
                .missingObjectsAre404(spec.missingObjectsAre404())
                .publicRead(spec.publicRead())
                .policyVersion(spec.publicRead() ? 1 : 0)
                .tags(spec.tags())
                .creationScope(scope.orElse(null))
                .creationHash(spec.hash())
                .busyUntil(now.plus(Origin.LONGEST_WORK))
                .createdBy(caller.user())
                .createdAt(now)
                .updatedBy(caller.user())
                .updatedAt(now)
                .build();
    }

    private static boolean isAnswerTo(Optional<String> scope, Origin holder) {
        return holder.state() == OriginState.ACTIVE
                && scope.isPresent()
                && holder.creationScope().equals(scope);
    }

    private Origin takeOver(Origin holder) {
        if (holder.state() == OriginState.ACTIVE) {
            throw taken(holder);
        }
        if (holder.state() == OriginState.DELETING) {
            throw OperationException.conflict("Origin " + holder.id() + " of bucket " + holder.bucketName()
                    + " is being deleted; finish that first (DELETE it again), then create it anew.");
        }
        Instant now = environment.clock().instant();
        if (holder.isBusy(now)) {
            throw beingCreated(holder);
        }
        return origins.update(holder.toBuilder()
                        .busyUntil(now.plus(Origin.LONGEST_WORK))
                        .build())
                .orElseThrow(() -> beingCreated(holder));
    }

    private Origin build(Origin begun) {
        Origin origin = begun;
        try {
            if (origin.oacId().isEmpty()) {
                origin = stored(
                        origin.toBuilder().oacId(accessControls.make(origin)).build());
            }
            if (!origin.attached()) {
                buckets.make(origin);
            }
            settings.apply(origin, BucketSetting.between(Origin.builder().build(), origin));
            if (origin.publicRead()) {
                access.repair(origin.id());
                origin =
                        origin.toBuilder().policyApplied(origin.policyVersion()).build();
            }
            return stored(origin.toBuilder()
                    .state(OriginState.ACTIVE)
                    .busyUntil(null)
                    .errorMessage(null)
                    .build());
        } catch (RuntimeException failure) {
            throw undone(origin, failure);
        }
    }

    private Origin stored(Origin origin) {
        return origins.update(origin).orElseThrow(() -> beingCreated(origin));
    }

    /** Undoes what was done, and gives the failure to answer with: it names what could not be undone. */
    private RuntimeException undone(Origin origin, RuntimeException failure) {
        String reason = failure instanceof OperationException known ? known.text() : "an unexpected failure";
        try {
            Optional<Origin> ours =
                    origins.update(origin.toBuilder().errorMessage(reason).build());
            if (ours.isEmpty()) {
                return failure; // somebody took it over, and with it the duty to finish or undo it
            }
            try {
                teardown.run(ours.get(), !origin.attached());
                return failure;
            } catch (RuntimeException second) {
                failure.addSuppressed(second);
                // Whoever comes next need not wait for the time of this request to be over.
                origins.update(ours.get().toBuilder().busyUntil(null).build());
            }
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
        return failure instanceof OperationException known
                ? known.with(
                        "leftOver",
                        TextNode.valueOf("Origin " + origin.id()
                                + " could not be undone completely; create it again or delete it."))
                : failure;
    }

    private static OperationException taken(Origin other) {
        return OperationException.conflict("Bucket " + other.bucketName() + " already has an origin: " + other.id()
                        + " (" + other.name() + ").")
                .with("originId", TextNode.valueOf(other.id()));
    }

    private static OperationException beingCreated(Origin origin) {
        return OperationException.conflict("An origin of bucket " + origin.bucketName()
                + " is being created by another request; look again in a minute.");
    }
}
