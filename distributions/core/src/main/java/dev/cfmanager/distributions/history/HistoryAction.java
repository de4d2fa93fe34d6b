// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.history;

/** What may happen to a distribution; the constant's name is what the table and the wire say. */
public enum HistoryAction {
    /** Somebody asked for it; nothing exists at CloudFront yet. */
    CREATE_INITIATED,
    /** CloudFront has it; carries {@code cloudfrontId}. */
    CREATE_COMPLETED,
    /** CloudFront refused it; carries {@code error}. */
    CREATE_FAILED,
    /** Its status moved on; carries {@code previousStatus} and {@code newStatus}. */
    STATUS_CHANGED,
    /** A change was applied; carries {@code changed}, the pointers of what is different. */
    UPDATE_COMPLETED,
    /** A change was not applied; carries {@code error}. */
    UPDATE_FAILED,
    /** Cached objects were invalidated; carries {@code invalidationId} and {@code paths}. */
    INVALIDATION,
    /** Somebody asked to delete it. */
    DELETE_INITIATED,
    /** It is gone, record and all. */
    DELETE_COMPLETED,
    /** A step of the deletion was refused and will be tried again; carries {@code error}. */
    DELETE_FAILED,
    /** The first deployment of a multi-origin distribution was followed by an update; carries {@code comment}. */
    REPLICATION_TRIGGERED
}
