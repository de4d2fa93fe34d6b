// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.findpending;

import dev.cfmanager.common.aws.Deadline;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionRepository;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.DynamoDistributionRepository;
import dev.cfmanager.distributions.invalidation.InvalidationQueue;
import dev.cfmanager.distributions.reconcile.StatusMonitor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The distributions and queues of invalidations that somebody must look after, and whether somebody does. Takes up no
 * more than fits in the invocation's time; what is left, the next run finds, because still nobody watches it.
 */
final class PendingDistributions {
    private static final Duration SHORT_OF_TIME = Duration.ofSeconds(2);

    /** Two runs within one of these start the same executions, which Step Functions then starts once. */
    private static final Duration ROUND = Duration.ofMinutes(5);

    private final DistributionRepository repository;
    private final InvalidationQueue queues;
    private final StatusMonitor monitor;
    private final InstantSource clock;

    PendingDistributions(ExecutionEnvironment environment) {
        this.repository = new DynamoDistributionRepository(environment);
        this.queues = new InvalidationQueue(environment);
        this.monitor = new StatusMonitor(environment);
        this.clock = environment.clock();
    }

    /** Those whose status will not last, and failed ones that left something behind. */
    List<Distribution> find() {
        List<Distribution> found = new ArrayList<>();
        DistributionStatus.PENDING.forEach(status -> found.addAll(repository.findByStatus(status)));
        repository.findByStatus(DistributionStatus.FAILED).stream()
                .filter(failed -> !failed.leftovers().isEmpty())
                .forEach(found::add);
        found.sort(Comparator.comparing(Distribution::updatedAt));
        return found;
    }

    /** Ids of the distributions whose queues of invalidations are not empty. */
    List<String> queues() {
        return queues.pending();
    }

    /** Who is watched at this moment, as the status monitor names them; nobody is asked for when nothing was found. */
    Set<String> watched(List<Distribution> found, List<String> queues) {
        return found.isEmpty() && queues.isEmpty() ? Set.of() : monitor.watched();
    }

    /** Has distributions watched, the one unchanged for longest first; gives those of which that is true now. */
    List<Distribution> watch(List<Distribution> unwatched) {
        long round = round();
        return unwatched.stream()
                .takeWhile(distribution -> isTimeLeft())
                .filter(distribution -> monitor.watchAgain(distribution, round))
                .toList();
    }

    /** Has queues handed over; gives the distributions of which that is true now. */
    List<String> watchQueues(List<String> unwatched) {
        long round = round();
        return unwatched.stream()
                .takeWhile(distributionId -> isTimeLeft())
                .filter(distributionId -> monitor.watchQueueAgain(distributionId, round))
                .toList();
    }

    private long round() {
        return clock.instant().getEpochSecond() / ROUND.toSeconds();
    }

    private static boolean isTimeLeft() {
        return Deadline.left().compareTo(SHORT_OF_TIME) > 0;
    }
}
