// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.dynamo;

import dev.cfmanager.common.error.OperationException;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The {@code nextToken} of a list that is not one table's: a marker, kept as opaque and as safe as a table's key. */
public final class MarkerToken {
    private static final String MARKER = "marker";

    private MarkerToken() {}

    /** The token with which the list of that name goes on after the marker. */
    public static String write(String list, String marker) {
        return PageToken.write(list, Map.of(MARKER, AttributeValue.fromS(marker)));
    }

    /**
     * The marker in a token.
     *
     * @throws OperationException VALIDATION_ERROR when it is not a token of the list of that name
     */
    public static String read(String list, String token) {
        return PageToken.read(list, token, Set.of(MARKER))
                .values()
                .iterator()
                .next()
                .s();
    }
}
