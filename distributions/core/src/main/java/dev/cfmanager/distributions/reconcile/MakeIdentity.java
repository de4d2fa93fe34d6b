// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.Ledger;
import dev.cfmanager.distributions.cloudfront.OriginAccessIdentities;

/** Makes the origin access identity with which a multi-origin distribution reads all its buckets. */
final class MakeIdentity implements Step {
    private static final int MAX_COMMENT = 128;

    private final Ledger ledger;
    private final OriginAccessIdentities identities;
    private final Creation creation;

    MakeIdentity(Ledger ledger, OriginAccessIdentities identities, Creation creation) {
        this.ledger = ledger;
        this.identities = identities;
        this.creation = creation;
    }

    @Override
    public Progress take(Distribution distribution) {
        if (!distribution.multiOrigin() || distribution.oaiId().isPresent()) {
            return new Progress.Next(distribution);
        }
        try {
            String oaiId = identities.createOrFind(callerReference(distribution), comment(distribution));
            return Progress.next(ledger.change(distribution, change -> change.oaiId(oaiId)));
        } catch (OperationException refusal) {
            return creation.refused(distribution, refusal);
        }
    }

    static String callerReference(Distribution distribution) {
        return distribution.callerReference() + "-oai";
    }

    /** Ends in our id, so that it is found among others by it; the name is cut where it would be too long. */
    static String comment(Distribution distribution) {
        String end = " (" + distribution.id() + ")";
        String text = "OAI for multi-origin distribution: " + distribution.name();
        int cut = Math.min(text.length(), MAX_COMMENT - end.length());
        int whole = Character.isHighSurrogate(text.charAt(cut - 1)) ? cut - 1 : cut;
        return text.substring(0, whole) + end;
    }
}
