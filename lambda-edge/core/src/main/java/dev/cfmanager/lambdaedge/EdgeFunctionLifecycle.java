// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings an edge function to where its record says it should be: made, or gone. Each step can be repeated: whoever comes
 * next, after a crash or beside another, finds what exists and goes on, so the call that matters is simply made again.
 *
 * <p>Making: create and publish at Lambda, wait until the version is active, let the edge invoke it. A refusal turns the
 * way back: what was made is deleted, then the record says {@code failed}. Removing: Lambda refuses while the edge holds
 * replicas, for hours; the record stays until the function is gone.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-delete-replicas.html">Deleting Lambda@Edge functions and replicas</a>
 */
public final class EdgeFunctionLifecycle {
    /** Lambda makes a function active within seconds. */
    private static final Duration WHILE_PENDING = Duration.ofSeconds(2);

    private static final Duration WHILE_AWS_IS_BUSY = Duration.ofSeconds(5);

    /** Replicas take hours to go; asking every five minutes costs little and frees the name soon. */
    private static final Duration WHILE_REPLICATED = Duration.ofMinutes(5);

    /** A creation that AWS's hiccups have held up for this long is given up and undone. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final EdgeFunctionRepository repository;
    private final EdgeLambda lambda;
    private final InstantSource clock;

    /** With the clients, role and runtime of that environment. */
    public EdgeFunctionLifecycle(ExecutionEnvironment environment, EdgeFunctionRepository repository) {
        this.repository = repository;
        this.lambda = new EdgeLambda(environment);
        this.clock = environment.clock();
    }

    /**
     * Takes every step that can be taken now, without waiting. An id without a record is settled: it is gone.
     *
     * @throws OperationException when the record cannot be read or written
     */
    public EdgeFunctionProgress advance(String functionId) {
        while (true) {
            Optional<EdgeFunction> found = repository.find(functionId);
            if (found.isEmpty()) {
                return new EdgeFunctionProgress.Settled();
            }
            Optional<EdgeFunctionProgress> stop = step(found.get());
            if (stop.isPresent()) {
                return stop.get();
            }
        }
    }

    /**
     * Marks a function for deletion; {@link #advance} then deletes it. One that does not exist or is marked already is
     * left alone.
     *
     * @throws OperationException when the record cannot be read or written
     */
    public void retire(String functionId) {
        while (true) {
            Optional<EdgeFunction> found = repository.find(functionId);
            if (found.isEmpty() || found.get().status() == EdgeFunctionStatus.PENDING_DELETION) {
                return;
            }
            EdgeFunction retired = found.get().toBuilder()
                    .status(EdgeFunctionStatus.PENDING_DELETION.wire())
                    .errorMessage(null)
                    .build();
            if (save(retired)) {
                return;
            }
        }
    }

    /** One step; empty when the record was written, or lost to somebody else, and should be looked at again. */
    private Optional<EdgeFunctionProgress> step(EdgeFunction function) {
        switch (function.status()) {
            case ACTIVE:
                return Optional.of(new EdgeFunctionProgress.Settled());
            case FAILED:
                return Optional.of(new EdgeFunctionProgress.Failed(reason(function)));
            case PENDING_DELETION:
                return delete(function);
            default:
                return function.undoing() ? undo(function) : make(function);
        }
    }

    private Optional<EdgeFunctionProgress> make(EdgeFunction function) {
        try {
            if (function.versionArn() == null) {
                EdgeLambda.Made made = lambda.createOrFind(function);
                save(function.toBuilder()
                        .functionArn(made.functionArn())
                        .versionArn(made.versionArn())
                        .build());
                return Optional.empty();
            }
            if (!lambda.isActive(function.functionName(), function.versionArn())) {
                return waitOrGiveUp(function, WHILE_PENDING, "Lambda did not make the function active");
            }
            String note = allowEdge(function, function.versionArn());
            save(function.toBuilder()
                    .status(EdgeFunctionStatus.ACTIVE.wire())
                    .errorMessage(note)
                    .build());
            return Optional.empty();
        } catch (OperationException refused) {
            if (refused.kind().isTransient()) {
                return waitOrGiveUp(function, WHILE_AWS_IS_BUSY, refused.text());
            }
            save(function.toBuilder().errorMessage(refused.text()).build());
            return Optional.empty();
        }
    }

    /** CloudFront replicates and runs a version without this permission too: a refusal is noted, and no more. */
    private @Nullable String allowEdge(EdgeFunction function, String versionArn) {
        try {
            lambda.allowEdge(function.functionName(), versionArn);
            return null;
        } catch (OperationException refused) {
            if (refused.kind().isTransient()) {
                throw refused;
            }
            return "Usable, but without the edge's invoke permission: " + refused.text();
        }
    }

    private Optional<EdgeFunctionProgress> waitOrGiveUp(EdgeFunction function, Duration after, String why) {
        Instant began = Instant.parse(function.createdAt());
        if (clock.instant().isBefore(began.plus(PATIENCE))) {
            return Optional.of(new EdgeFunctionProgress.Again(after));
        }
        save(function.toBuilder()
                .errorMessage("Given up after " + PATIENCE.toMinutes() + " minutes. " + why)
                .build());
        return Optional.empty();
    }

    private Optional<EdgeFunctionProgress> undo(EdgeFunction function) {
        Optional<EdgeFunctionProgress> wait = remove(function);
        if (wait.isPresent()) {
            return wait;
        }
        save(function.toBuilder()
                .status(EdgeFunctionStatus.FAILED.wire())
                .functionArn(null)
                .versionArn(null)
                .build());
        return Optional.empty();
    }

    private Optional<EdgeFunctionProgress> delete(EdgeFunction function) {
        Optional<EdgeFunctionProgress> wait = remove(function);
        if (wait.isPresent()) {
            return wait;
        }
        repository.remove(function);
        return Optional.empty();
    }

    /** Empty once Lambda has no such function of ours. */
    private Optional<EdgeFunctionProgress> remove(EdgeFunction function) {
        try {
            switch (lambda.delete(function)) {
                case GONE:
                    return Optional.empty();
                case CHANGING:
                    return Optional.of(new EdgeFunctionProgress.Again(WHILE_PENDING));
                default:
                    return Optional.of(new EdgeFunctionProgress.Again(WHILE_REPLICATED));
            }
        } catch (OperationException refused) {
            if (refused.kind().isTransient()) {
                return Optional.of(new EdgeFunctionProgress.Again(WHILE_AWS_IS_BUSY));
            }
            if (!refused.text().equals(function.errorMessage())) {
                save(function.toBuilder().errorMessage(refused.text()).build());
            }
            // An operator has to act, by granting a permission for example; the record must not forget the function.
            return Optional.of(new EdgeFunctionProgress.Again(WHILE_REPLICATED));
        }
    }

    private boolean save(EdgeFunction changed) {
        return repository
                .save(changed.toBuilder().updatedAt(Json.time(clock.instant())).build())
                .isPresent();
    }

    private static String reason(EdgeFunction function) {
        String message = function.errorMessage();
        return message == null ? "The function could not be created." : message;
    }
}
