// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Comments of distributions that were updated for no other reason than to have their edge function replicated again: they
 * end in a mark with the time, in milliseconds since 1970.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html">DistributionConfig:
 *     a comment has at most 128 characters</a>
 */
final class ReplicationComment {
    private static final Pattern MARKS = Pattern.compile(" ?\\[(?:Replication|Lambda@Edge Associated|R): ?[0-9]+]");
    private static final int LIMIT = 128;
    private static final int LEFT_OF_A_LONG_ONE = 100;

    private ReplicationComment() {}

    /** The comment with a mark in place of any earlier one; a long one is cut and gets the short form of the mark. */
    static String of(String comment, Instant now) {
        String own = MARKS.matcher(comment).replaceAll("");
        String marked = own + " [Replication: " + now.toEpochMilli() + "]";
        if (marked.length() <= LIMIT) {
            return marked;
        }
        int cut = Math.min(own.length(), LEFT_OF_A_LONG_ONE);
        int whole = Character.isHighSurrogate(own.charAt(cut - 1)) ? cut - 1 : cut;
        return own.substring(0, whole) + " [R:" + now.toEpochMilli() + "]";
    }
}
