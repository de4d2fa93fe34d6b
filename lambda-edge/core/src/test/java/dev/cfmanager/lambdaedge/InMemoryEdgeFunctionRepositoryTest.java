// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

class InMemoryEdgeFunctionRepositoryTest implements EdgeFunctionRepositoryContract {
    private final EdgeFunctionRepository repository = new InMemoryEdgeFunctionRepository();

    @Override
    public EdgeFunctionRepository repository() {
        return repository;
    }
}
