// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.findpending;

import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionRepository;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.DynamoDistributionRepository;
import dev.cfmanager.distributions.reconcile.StatusMonitor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The distributions that somebody must look after, and whether somebody does. */
final class PendingDistributions {
    /** Two runs within one of these start the same executions, which Step Functions then starts once. */
    private static final Duration ROUND = Duration.ofMinutes(5);

    private final DistributionRepository repository;
    private final StatusMonitor monitor;
    private final InstantSource clock;

    PendingDistributions(ExecutionEnvironment environment) {
        this.repository = new DynamoDistributionRepository(environment);
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
        return found;
    }

    /** Those of them that no execution watches at this moment. */
    List<Distribution> unwatched(List<Distribution> found) {
        if (found.isEmpty()) {
            return found;
        }
        Set<String> watched = monitor.watched();
        return found.stream()
                .filter(distribution -> !watched.contains(distribution.id()))
                .toList();
    }

    /** Has them watched; gives those of which that is true now. */
    List<Distribution> watch(List<Distribution> unwatched) {
        long round = clock.instant().getEpochSecond() / ROUND.toSeconds();
        return unwatched.stream()
                .filter(distribution -> monitor.watchAgain(distribution, round))
                .toList();
    }
}
