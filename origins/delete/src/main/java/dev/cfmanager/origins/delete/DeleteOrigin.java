// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins.delete;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.DynamoDistributionRepository;
import dev.cfmanager.distributions.OriginUsage;
import dev.cfmanager.origins.AccessControls;
import dev.cfmanager.origins.BucketOwnership;
import dev.cfmanager.origins.Buckets;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.OriginRepository;
import dev.cfmanager.origins.OriginState;
import dev.cfmanager.origins.OriginTeardown;
import dev.cfmanager.origins.OriginUsers;
import dev.cfmanager.origins.Removal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Deletes an origin that nobody uses: its access control, its bucket with what is in it, its record. Repeated, it goes on
 * where it stopped.
 *
 * <p>It asks who uses the origin before it changes anything, then marks the origin so that nobody can begin to, and asks
 * again; when it cannot be told, the origin counts as used. The access control goes before any content does: as long as
 * any distribution reads through it, even one that this manager knows nothing of, CloudFront refuses. Up to there the
 * origin is given back as it was; from there the deletion only ever goes on.
 */
final class DeleteOrigin {
    private final ExecutionEnvironment environment;
    private final OriginRepository origins;
    private final OriginUsers users;
    private final Buckets buckets;
    private final BucketContents contents;
    private final AccessControls accessControls;
    private final OriginTeardown teardown;
    private final boolean purges;

    DeleteOrigin(ExecutionEnvironment environment, OriginRepository origins) {
        this.environment = environment;
        this.origins = origins;
        this.users = new OriginUsage(new DynamoDistributionRepository(environment));
        this.buckets = new Buckets(environment);
        this.contents = new BucketContents(environment);
        this.accessControls = new AccessControls(environment);
        this.teardown = new OriginTeardown(environment, origins);
        this.purges = environment
                .env()
                .get(EnvironmentVariable.ORIGIN_DELETE_MODE, "purge")
                .equals("purge");
    }

    /**
     * Deletes the origin, or as much of it as there is time for.
     *
     * @param purge whether what is in its bucket may go; empty to let the deployment decide
     * @throws OperationException NOT_FOUND; CONFLICT while it is used ({@code details.usingDistributions[]}), changed or
     *     created, or when its bucket is filled and must not be emptied ({@code details.objectCount}); any other kind when
     *     AWS fails, also when it cannot be told who uses it
     */
    Deletion run(String id, Optional<Boolean> purge, String user) {
        Origin origin = origins.find(id).orElseThrow(() -> OperationException.notFound("Origin", id));
        if (origin.isBusy(environment.clock().instant())) {
            if (origin.state() == OriginState.DELETING) {
                return Deletion.underWay(origin);
            }
            throw changing(origin);
        }
        Removal removal = removal(origin, purge);
        refuseUsed(origin);
        refuseFilled(origin, removal);
        Origin marked = mark(origin, user);
        try {
            return takeAway(marked, removal);
        } catch (RuntimeException failure) {
            stop(marked, failure);
            throw failure;
        }
    }

    /** What was once allowed to go stays allowed to. */
    private Removal removal(Origin origin, Optional<Boolean> purge) {
        return purge.orElse(purges) ? Removal.WITH_CONTENT : origin.removal().orElse(Removal.IF_EMPTY);
    }

    private void refuseUsed(Origin origin) {
        List<OriginUsers.User> using = users.of(origin);
        if (using.isEmpty() && origin.usingArns().isEmpty()) {
            return;
        }
        ArrayNode distributions = Json.array();
        using.forEach(user -> distributions
                .addObject()
                .put("id", user.distributionId())
                .put("distributionId", user.distributionId())
                .put("name", user.name()));
        if (using.isEmpty()) { // distributions whose records are lost may serve all the same
            origin.usingArns().forEach(arn -> distributions.addObject().put("arn", arn));
        }
        String names = using.isEmpty()
                ? String.join(", ", origin.usingArns())
                : using.stream().map(OriginUsers.User::name).collect(Collectors.joining(", "));
        throw OperationException.conflict("Origin " + origin.id() + " (" + origin.name() + ") is used by " + names
                        + "; delete these distributions or give them another origin first.")
                .with("usingDistributions", distributions);
    }

    private void refuseFilled(Origin origin, Removal removal) {
        if (removal == Removal.WITH_CONTENT || buckets.ownership(origin) != BucketOwnership.OURS) {
            return;
        }
        int count = contents.count(origin);
        if (count > 0) {
            String many = count == BucketContents.MOST_COUNTED ? "at least " + count : String.valueOf(count);
            throw OperationException.conflict("Bucket " + origin.bucketName() + " holds " + many
                            + " objects (versions and delete markers count). Repeat the request with ?purge=true to"
                            + " delete them with it.")
                    .with("objectCount", IntNode.valueOf(count));
        }
    }

    /** Tells everybody that it is being deleted. One whose creation never finished is not worth giving back. */
    private Origin mark(Origin origin, String user) {
        Optional<Removal> begun = origin.state() == OriginState.CREATING
                ? Optional.of(origin.removal().orElse(Removal.IF_EMPTY))
                : origin.removal();
        return written(origin.toBuilder()
                .state(OriginState.DELETING)
                .removal(begun.orElse(null))
                .busyUntil(environment.clock().instant().plus(Origin.LONGEST_WORK))
                .updatedBy(user)
                .updatedAt(environment.clock().instant())
                .build());
    }

    private Deletion takeAway(Origin marked, Removal removal) {
        refuseUsed(marked);
        BucketOwnership ownership = buckets.ownership(marked);
        Origin begun = written(marked.toBuilder().removal(removal).build());
        deleteAccessControl(begun, marked.removal().isEmpty());
        if (ownership == BucketOwnership.OURS && removal == Removal.WITH_CONTENT && !contents.empty(begun)) {
            written(begun.toBuilder().busyUntil(null).build());
            return Deletion.emptying(begun);
        }
        return Deletion.complete(begun, teardown.run(begun, ownership != BucketOwnership.FOREIGN));
    }

    /** What CloudFront refuses to delete is used: then nothing has happened yet, and nothing will. */
    private void deleteAccessControl(Origin begun, boolean first) {
        try {
            accessControls.delete(begun);
        } catch (OperationException refusal) {
            if (first && refusal.kind() == ErrorKind.CONFLICT) {
                written(begun.toBuilder().removal(null).build());
            }
            throw refusal;
        }
    }

    /** Gives an origin back of which nothing is gone yet; of any other says why it is not gone, for the next request. */
    private void stop(Origin marked, RuntimeException failure) {
        String reason = failure instanceof OperationException known ? known.text() : "an unexpected failure";
        try {
            origins.find(marked.id())
                    .filter(latest -> latest.busyUntil().equals(marked.busyUntil()))
                    .ifPresent(latest -> written(
                            latest.removal().isEmpty()
                                    ? latest.toBuilder()
                                            .state(OriginState.ACTIVE)
                                            .busyUntil(null)
                                            .build()
                                    : latest.toBuilder()
                                            .errorMessage(reason)
                                            .busyUntil(null)
                                            .build()));
        } catch (RuntimeException second) {
            failure.addSuppressed(second); // the mark ends by itself, and the next request goes on from here
        }
    }

    private Origin written(Origin changed) {
        return origins.update(changed).orElseThrow(() -> changing(changed));
    }

    private static OperationException changing(Origin origin) {
        return OperationException.conflict("Origin " + origin.id() + " is being "
                + (origin.state() == OriginState.CREATING ? "created" : "changed")
                + " by another request; try again in a moment.");
    }
}
