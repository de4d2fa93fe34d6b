// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins.delete;

import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.origins.DynamoOriginRepository;
import java.util.Optional;

/**
 * {@code DELETE /origins/{id}?purge=}: answers 200 when everything is gone, 202 when the bucket holds more than one
 * request can delete (the same request goes on), 409 while distributions use it, or for a filled bucket where contents
 * need {@code purge=true}.
 */
public final class DeleteOriginHandler extends ApiHandler {
    private final DeleteOrigin deleteOrigin;

    /** Lambda's entry. */
    public DeleteOriginHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public DeleteOriginHandler(ExecutionEnvironment environment) {
        super(environment, Access.CHANGE);
        this.deleteOrigin = new DeleteOrigin(environment, new DynamoOriginRepository(environment));
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        Deletion deletion = deleteOrigin.run(
                request.pathParameter("id"), purge(request), request.caller().user());
        return deletion.complete()
                ? ApiResponse.ok(deletion.toJson()).withMessage("The origin was deleted.")
                : ApiResponse.accepted(deletion.toJson())
                        .withMessage("The origin is being deleted; repeat the request until it is gone.");
    }

    private static Optional<Boolean> purge(ApiRequest request) {
        Optional<String> purge = request.queryParameter("purge");
        if (purge.filter(word -> !word.equals("true") && !word.equals("false")).isPresent()) {
            throw OperationException.validation("purge: must be true or false");
        }
        return purge.map("true"::equals);
    }
}
