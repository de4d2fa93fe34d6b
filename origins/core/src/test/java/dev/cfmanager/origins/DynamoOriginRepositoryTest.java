// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.testing.TestEnvironment;
import org.junit.jupiter.api.AfterEach;

class DynamoOriginRepositoryTest extends OriginRepositoryContract {
    private final Twin twin = Twin.start();
    private final OriginRepository repository = new DynamoOriginRepository(TestEnvironment.on(twin)
            .withTable(EnvironmentVariable.ORIGINS_TABLE, OriginSchema.SCHEMA)
            .environment());

    @AfterEach
    void close() {
        twin.close();
    }

    @Override
    OriginRepository repository() {
        return repository;
    }
}
