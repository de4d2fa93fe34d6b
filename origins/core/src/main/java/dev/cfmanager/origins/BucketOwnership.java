// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

/** Whose a bucket is, which decides whether it may go with its origin. */
public enum BucketOwnership {
    /** It was made for the origin and carries its tag: it goes with it. */
    OURS,
    /** It was there before, or does not say that we made it: it is neither emptied nor deleted. */
    FOREIGN,
    /** It is not there. */
    MISSING
}
