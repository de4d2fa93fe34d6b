// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.infra.startup.PackagedFunction;
import dev.cfmanager.local.sam.FunctionDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every function of the template starts from what is deployed: its packaged jar and the layer, in a JVM that has nothing
 * else, with the variables that the template sets.
 */
class StartUpTest {
    private static final Path LAYER = Repository.root().resolve("common/target/layer/java/lib");
    private static final Map<String, Future<String>> STARTED = new LinkedHashMap<>();

    private static ExecutorService processes;

    @TempDir
    static Path work;

    @BeforeAll
    static void startThemAll() throws IOException {
        assertThat(LAYER).as("mvn package makes the layer and the jars").isDirectory();
        PackagedFunction packaged = PackagedFunction.on(LAYER, work);
        processes = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        for (FunctionDefinition function : functions()) {
            Path jar = Repository.root().resolve(function.codeUri());
            STARTED.put(
                    function.logicalId(),
                    processes.submit(() -> packaged.start(jar, function.handler(), function.environment())));
        }
    }

    @AfterAll
    static void stop() {
        processes.shutdownNow();
    }

    static List<FunctionDefinition> functions() {
        return Blueprint.functions();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void startsFromItsJarAndTheLayerAlone(FunctionDefinition function) throws Exception {
        assertThat(Repository.root().resolve(function.codeUri()))
                .as("mvn package makes it")
                .exists();

        String printed = STARTED.get(function.logicalId()).get();

        assertThat(printed).contains("started: ");
        if (!function.routes().isEmpty()) {
            assertThat(printed).contains("started: {\"statusCode\":200,").contains("\"X-Request-Id\":\"start-up\"");
        }
    }
}
