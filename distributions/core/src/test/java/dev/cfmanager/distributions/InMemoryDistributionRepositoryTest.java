// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

class InMemoryDistributionRepositoryTest extends DistributionRepositoryContract {
    private final DistributionRepository repository = new InMemoryDistributionRepository();

    @Override
    DistributionRepository repository() {
        return repository;
    }
}
