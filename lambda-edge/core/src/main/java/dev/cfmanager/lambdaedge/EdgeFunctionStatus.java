// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import java.util.Locale;

/** Where an edge function's life stands; on the wire and in the table in lower case. */
public enum EdgeFunctionStatus {
    /** On the way to {@link #ACTIVE}, or, with an error message, being cleaned up on the way to {@link #FAILED}. */
    CREATING,
    /** Its version can be associated with a distribution. */
    ACTIVE,
    /** It could not be made; nothing of it exists at AWS. */
    FAILED,
    /** To be deleted as soon as AWS allows: not before its replicas are gone, which takes hours. */
    PENDING_DELETION;

    /** The name on the wire, such as {@code pending_deletion}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status of that name in any case: older records say {@code Active}. */
    static EdgeFunctionStatus of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
