// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AWS's SDK for Python, where it is installed, with nothing set but the endpoint. */
class Boto3Test {
    @TempDir
    private Path folder;

    @BeforeAll
    static void needsBoto3() throws InterruptedException {
        InstalledTool.needs("boto3", "python3", "-c", "import boto3");
    }

    @Test
    void createsReadsUpdatesAndDeletesADistributionAControlAndABucket() throws Exception {
        Path script = folder.resolve("lifecycle.py");
        try (InputStream source = Boto3Test.class.getResourceAsStream("boto3_lifecycle.py")) {
            Files.write(script, Objects.requireNonNull(source).readAllBytes());
        }
        try (TwinProgram program = new TwinProgram(Twin::start, false);
                TwinServer server = TwinServer.start(program, 0)) {
            InstalledTool.Ended ended =
                    new InstalledTool(folder).run(server.endpoint(), List.of("python3", script.toString()));

            assertThat(ended.exitCode()).as(ended.err()).isZero();
            assertThat(ended.out().lines()).containsExactly("bucket", "control", "distribution");
        }
    }
}
