// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cfmanager.common.testing.SkipReasons;
import dev.cfmanager.infra.startup.CleanJvm;
import dev.cfmanager.infra.startup.InstalledJdk;
import dev.cfmanager.infra.startup.PackagedFunction;
import dev.cfmanager.local.sam.FunctionDefinition;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every function of the template starts from what is deployed: its packaged jar and the layer, in a JVM that has nothing
 * else, with the variables that the template sets; on the JDK of this build, and on the newest one of the machine.
 */
@ExtendWith(SkipReasons.class)
class StartUpTest {
    private static final Path LAYER = Repository.root().resolve("common/target/layer/java/lib");
    private static final List<InstalledJdk> JDKS = InstalledJdk.runningAndNewest();

    /** Between them, these use most of what is in the layer. */
    private static final List<String> TYPICAL = List.of("CreateOriginFunction", "CheckStatusFunction");

    private static final Map<Start, Future<String>> STARTED = new LinkedHashMap<>();
    private static final ExecutorService PROCESSES =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

    @TempDir
    static Path work;

    /** A function, and the JDK that it starts on. */
    record Start(FunctionDefinition function, InstalledJdk jdk) {
        @Override
        public String toString() {
            return function.logicalId() + " on " + jdk;
        }
    }

    @BeforeAll
    static void startThemAll() throws Exception {
        assertThat(LAYER).as("mvn package makes the layer and the jars").isDirectory();
        List<PackagedFunction> typical = Blueprint.functions().stream()
                .filter(function -> TYPICAL.contains(function.logicalId()))
                .map(StartUpTest::packaged)
                .toList();
        assertThat(typical).hasSameSizeAs(TYPICAL);
        Map<InstalledJdk, Future<CleanJvm>> jvms = new LinkedHashMap<>();
        for (InstalledJdk jdk : JDKS) {
            jvms.put(jdk, PROCESSES.submit(() -> CleanJvm.of(jdk, LAYER, typical, work)));
        }
        for (Start start : starts().toList()) {
            CleanJvm jvm = jvms.get(start.jdk()).get();
            STARTED.put(start, PROCESSES.submit(() -> jvm.start(packaged(start.function()))));
        }
    }

    @AfterAll
    static void stop() {
        PROCESSES.shutdownNow();
    }

    static Stream<Start> starts() {
        return JDKS.stream().flatMap(jdk -> Blueprint.functions().stream().map(function -> new Start(function, jdk)));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void startsFromItsJarAndTheLayerAlone(Start start) throws Exception {
        assertThat(packaged(start.function()).jar()).as("mvn package makes it").exists();

        String printed = STARTED.get(start).get();

        assertThat(printed).contains("started: ");
        if (!start.function().routes().isEmpty()) {
            assertThat(printed).contains("started: {\"statusCode\":200,").contains("\"X-Request-Id\":\"start-up\"");
        }
    }

    /** Says so where every start above was on one JDK only. */
    @Test
    void aNewerJdkStartsThemToo() {
        assumeThat(JDKS)
                .as("there is no JDK on this machine that is newer than the build's")
                .hasSizeGreaterThan(1);

        assertThat(JDKS.get(1).feature()).isGreaterThan(JDKS.get(0).feature());
    }

    private static PackagedFunction packaged(FunctionDefinition function) {
        return new PackagedFunction(
                Repository.root().resolve(function.codeUri()), function.handler(), function.environment());
    }
}
