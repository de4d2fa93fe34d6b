// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import java.util.List;

/** Where a distribution is on its way, as the record and the wire say it. */
public enum DistributionStatus {
    /** Asked for; CloudFront does not have it yet. */
    CREATING("Creating"),
    /** The edge does not have the last change yet, or the origins do not let it read yet. CloudFront's own word. */
    IN_PROGRESS("InProgress"),
    /** The edge has it as configured. CloudFront's own word. */
    DEPLOYED("Deployed"),
    /** It could not be made, or CloudFront has it no more. */
    FAILED("Failed"),
    /** On its way out: being switched off at the edge. */
    DISABLING("Disabling"),
    /** On its way out: off, and being removed with what belongs to it. */
    DELETING("Deleting"),
    /** A word that this version of the code does not know. */
    UNKNOWN("Unknown");

    /** The statuses that somebody must look after until they pass. */
    public static final List<DistributionStatus> PENDING = List.of(CREATING, IN_PROGRESS, DISABLING, DELETING);

    private final String word;

    DistributionStatus(String word) {
        this.word = word;
    }

    /** The word in the table and on the wire, such as {@code InProgress}. */
    public String word() {
        return word;
    }

    /** The status of that word; {@link #UNKNOWN} when there is none. */
    public static DistributionStatus ofWord(String word) {
        for (DistributionStatus status : values()) {
            if (status.word.equals(word)) {
                return status;
            }
        }
        return UNKNOWN;
    }
}
