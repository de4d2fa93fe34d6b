// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import dev.cfmanager.awstwin.Twin;
import org.junit.jupiter.api.AfterEach;

class DynamoDistributionRepositoryTest extends DistributionRepositoryContract {
    private final Twin twin = Twin.start();
    private final DistributionRepository repository =
            new DynamoDistributionRepository(new DistributionsStage(twin).environment());

    @AfterEach
    void stop() {
        twin.close();
    }

    @Override
    DistributionRepository repository() {
        return repository;
    }
}
