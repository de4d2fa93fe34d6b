// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.dynamo;

import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.error.OperationException;
import java.util.Optional;

/**
 * How much of a list is wanted: {@code limit} items after {@code token}; without a limit everything, up to
 * {@value #MOST} items.
 *
 * @param limit items on the page, 1 to {@value #MOST}
 * @param token where the page before ended; empty for the first
 */
public record PageRequest(int limit, Optional<String> token) {
    /** The most items in one answer. */
    public static final int MOST = 1000;

    /** Everything, up to the cap. */
    public static final PageRequest EVERYTHING = new PageRequest(MOST, Optional.empty());

    /**
     * Reads the query parameters {@code limit} and {@code nextToken}.
     *
     * @throws OperationException VALIDATION_ERROR when {@code limit} is not a whole number from 1 to {@value #MOST}
     */
    public static PageRequest of(ApiRequest request) {
        int limit = request.queryParameter("limit").map(PageRequest::limit).orElse(MOST);
        return new PageRequest(limit, request.queryParameter("nextToken"));
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // answered below, with the same words as for a number out of range
        }
        throw OperationException.validation("limit: must be a whole number from 1 to " + MOST);
    }
}
