// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3.policy;

/** What a policy says to a {@link Question}. */
public enum Decision {
    /** A statement allows it and none denies it. */
    ALLOWED,
    /** A statement denies it, whatever else allows it. */
    DENIED,
    /** The policy does not speak of it. */
    SILENT
}
