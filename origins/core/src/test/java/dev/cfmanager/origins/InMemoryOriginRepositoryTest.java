// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

class InMemoryOriginRepositoryTest extends OriginRepositoryContract {
    private final OriginRepository repository = new InMemoryOriginRepository();

    @Override
    OriginRepository repository() {
        return repository;
    }
}
