// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.invalidation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The head of a distribution's queue.
 *
 * @param distributionId whose
 * @param version counts its changes; 0 as long as it was never written
 * @param pending keys of the queue's entries, the oldest first
 * @param batchNumber counts the batches; it makes the caller reference of each, so that a batch handed over twice is one
 * @param batch the paths that are being handed over; empty when none are
 * @param batchEntries keys of the entries that were there when the batch was made: it does nothing for later ones
 */
record QueueHead(
        String distributionId,
        long version,
        List<String> pending,
        long batchNumber,
        List<String> batch,
        List<String> batchEntries) {

    QueueHead {
        pending = List.copyOf(pending);
        batch = List.copyOf(batch);
        batchEntries = List.copyOf(batchEntries);
    }

    static QueueHead idle(String distributionId) {
        return new QueueHead(distributionId, 0, List.of(), 1, List.of(), List.of());
    }

    /** Whether there is nothing to do. */
    boolean isIdle() {
        return pending.isEmpty() && batch.isEmpty();
    }

    /** What CloudFront knows the batch by. */
    String callerReference() {
        return "queue-" + distributionId + "-" + batchNumber;
    }

    QueueHead appending(List<String> keys) {
        List<String> more = new ArrayList<>(pending);
        keys.stream().filter(key -> !more.contains(key)).forEach(more::add);
        return new QueueHead(distributionId, version, more, batchNumber, batch, batchEntries);
    }

    QueueHead handingOver(List<String> paths, List<String> entries) {
        return new QueueHead(distributionId, version, pending, batchNumber, paths, entries);
    }

    /** After the batch, if there was one, and without these entries, which are done. */
    QueueHead without(Collection<String> done) {
        List<String> left = pending.stream().filter(key -> !done.contains(key)).toList();
        long next = batch.isEmpty() ? batchNumber : batchNumber + 1;
        return new QueueHead(distributionId, version, left, next, List.of(), List.of());
    }
}
