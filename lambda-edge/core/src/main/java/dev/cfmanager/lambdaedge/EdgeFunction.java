// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import dev.cfmanager.common.json.Json;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What we know of one edge function.
 *
 * @param functionId our id, such as {@code func-1a2b3c4d}
 * @param functionName the Lambda function's name
 * @param functionArn the function's ARN; null until Lambda has it
 * @param versionArn the published version's ARN, which a distribution is associated with; null until Lambda has it
 * @param codeContent the deployed source, byte for byte; empty in lists, which do not read it
 * @param policy what the code does
 * @param status where its life stands
 * @param distributionId the distribution it was made for, which alone may use it; null for a function on its own
 * @param errorMessage what went wrong last; null when nothing did
 * @param createdBy who asked for it
 * @param createdAt when, as the wire spells times
 * @param updatedAt when the record changed last
 * @param version counts the record's changes from 1
 */
public record EdgeFunction(
        String functionId,
        String functionName,
        @Nullable String functionArn,
        @Nullable String versionArn,
        String codeContent,
        RoutingPolicy policy,
        EdgeFunctionStatus status,
        @Nullable String distributionId,
        @Nullable String errorMessage,
        String createdBy,
        String createdAt,
        String updatedAt,
        long version) {

    /**
     * A function about to be created.
     *
     * @param displayName any name; the Lambda function's name is made from it
     * @param distributionId the distribution it is for; null for a function on its own
     */
    public static EdgeFunction begin(
            String functionId,
            String displayName,
            RoutingPolicy policy,
            @Nullable String distributionId,
            String user,
            Instant now) {
        String time = Json.time(now);
        return new EdgeFunction(
                functionId,
                EdgeFunctionName.of(displayName, functionId),
                null,
                null,
                EdgeCode.of(policy).source(),
                policy,
                EdgeFunctionStatus.CREATING,
                distributionId,
                null,
                user,
                time,
                time,
                1);
    }

    /** The code as it is deployed. */
    public EdgeCode code() {
        return new EdgeCode(codeContent);
    }

    /** The version's ARN, once Lambda has it. */
    public Optional<String> associable() {
        return status == EdgeFunctionStatus.ACTIVE ? Optional.ofNullable(versionArn) : Optional.empty();
    }

    /** Whether its creation failed and what was made is being removed. */
    boolean undoing() {
        return status == EdgeFunctionStatus.CREATING && errorMessage != null;
    }

    /** A changed copy begins here. */
    EdgeFunctionBuilder toBuilder() {
        return new EdgeFunctionBuilder()
                .functionId(functionId)
                .functionName(functionName)
                .functionArn(functionArn)
                .versionArn(versionArn)
                .codeContent(codeContent)
                .policy(policy)
                .status(status.wire())
                .distributionId(distributionId)
                .errorMessage(errorMessage)
                .createdBy(createdBy)
                .createdAt(createdAt)
                .updatedAt(updatedAt)
                .version(version);
    }
}
