// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import java.io.Serializable;
import java.time.Instant;

/**
 * {@code $LATEST} or a published version, as stored. Its state is not kept but follows from the time.
 *
 * @param functionArn the function's unqualified ARN
 * @param version {@code $LATEST} or a number
 * @param members the configuration as JSON text, members this twin does not know included
 * @param codeSha256 base64
 * @param codeSize bytes
 * @param pendingUntil when it becomes active
 * @param updatingUntil when its last update is through
 * @param failure why it fails to become active: reason code, a blank, text; empty when it does not fail
 */
record FunctionVersion(
        String functionArn,
        String version,
        String members,
        String codeSha256,
        long codeSize,
        Instant modified,
        Instant pendingUntil,
        Instant updatingUntil,
        String failure,
        String revisionId)
        implements Serializable {
    static final String LATEST = "$LATEST";

    String key() {
        return functionArn + ":" + version;
    }

    String name() {
        return functionArn.substring(functionArn.lastIndexOf(':') + 1);
    }

    String region() {
        return functionArn.split(":", -1)[3];
    }

    /** Lambda's state at that time: {@code Pending}, {@code Active} or {@code Failed}. */
    String state(Instant now) {
        if (now.isBefore(pendingUntil)) {
            return "Pending";
        }
        return failure.isEmpty() ? "Active" : "Failed";
    }

    /** How the last update fares at that time: {@code InProgress} or {@code Successful}. */
    String updateStatus(Instant now) {
        return now.isBefore(updatingUntil) ? "InProgress" : "Successful";
    }

    /** Whether publishing {@code $LATEST} over this version would change nothing. */
    boolean sameAs(FunctionVersion latest) {
        return members.equals(latest.members) && codeSha256.equals(latest.codeSha256);
    }
}
