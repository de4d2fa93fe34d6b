// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Somebody else's AWS client, as it is installed on the machine, run with nothing but an endpoint. */
final class InstalledTool {
    private static final long PATIENCE_SECONDS = 120;

    private final Path folder;

    /** Runs tools whose error output goes to that folder. */
    InstalledTool(Path folder) {
        this.folder = folder;
    }

    /** Skips the test with a message where {@code command}, which should print a version, does not run. */
    static void needs(String name, String... command) throws InterruptedException {
        boolean installed;
        try {
            Process version = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            installed = version.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && version.exitValue() == 0;
        } catch (IOException e) {
            installed = false;
        }
        Assumptions.assumeTrue(installed, name + " is not installed: skipped");
    }

    /** Runs a command to its end, with test credentials and that endpoint in its environment. */
    Ended run(URI endpoint, List<String> command) throws IOException, InterruptedException {
        Path err = Files.createTempFile(folder, "stderr", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment()
                .putAll(Map.of(
                        "AWS_ENDPOINT_URL", endpoint.toString(),
                        "AWS_ACCESS_KEY_ID", "test",
                        "AWS_SECRET_ACCESS_KEY", "test",
                        "AWS_DEFAULT_REGION", "us-east-1",
                        "AWS_PAGER", "",
                        "PYTHONUTF8", "1",
                        "LC_ALL", "C.UTF-8"));
        Process process = builder.start();
        process.getOutputStream().close();
        String out;
        try (InputStream printed = process.getInputStream()) {
            out = new String(printed.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out.strip(), Files.readString(err));
    }

    /** What a tool printed. */
    record Ended(int exitCode, String out, String err) {}
}
