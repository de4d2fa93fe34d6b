// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.api;

/** What a caller must be allowed to do for an operation; each handler declares one. */
public enum Access {
    /** Look: any signed-in user. */
    READ,
    /** Watch and refresh without changing configuration: operators and administrators. */
    OPERATE,
    /** Change things: administrators. */
    CHANGE
}
