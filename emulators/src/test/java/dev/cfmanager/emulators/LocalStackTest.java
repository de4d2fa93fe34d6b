// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.emulators;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/** On LocalStack's free image, in a container that lives as long as the test. */
class LocalStackTest implements EndToEnd {
    /** The last free image that was seen to have what we use. */
    private static final DockerImageName IMAGE = DockerImageName.parse("localstack/localstack:4.4.0");

    private @Nullable LocalStackContainer container;

    @Override
    @SuppressWarnings("resource") // stop() closes it
    public URI endpoint() {
        Assumptions.assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "LocalStack runs in a container, and there is no Docker here.");
        container = new LocalStackContainer(IMAGE)
                .withServices(EmulatedStack.OF_LOCALSTACK.stream()
                        .map(service -> service.equals("states") ? "stepfunctions" : service)
                        .map(LocalStackContainer.EnabledService::named)
                        .toArray(LocalStackContainer.EnabledService[]::new));
        container.start();
        return container.getEndpoint();
    }

    @AfterEach
    void stop() {
        if (container != null) {
            container.stop();
        }
    }
}
