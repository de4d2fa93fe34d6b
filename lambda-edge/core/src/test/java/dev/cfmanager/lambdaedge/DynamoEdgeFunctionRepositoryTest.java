// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.testing.TestEnvironment;
import org.junit.jupiter.api.AfterEach;

class DynamoEdgeFunctionRepositoryTest implements EdgeFunctionRepositoryContract {
    private final Twin twin = Twin.start();
    private final EdgeFunctionRepository repository = new DynamoEdgeFunctionRepository(TestEnvironment.on(twin)
            .withTable(EnvironmentVariable.LAMBDA_EDGE_FUNCTIONS_TABLE, DynamoEdgeFunctionRepository.SCHEMA)
            .environment());

    @Override
    public EdgeFunctionRepository repository() {
        return repository;
    }

    @AfterEach
    void stop() {
        twin.close();
    }
}
