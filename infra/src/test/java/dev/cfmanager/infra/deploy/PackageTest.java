// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cfmanager.common.testing.SkipReasons;
import dev.cfmanager.infra.Blueprint;
import dev.cfmanager.infra.Repository;
import dev.cfmanager.local.sam.FunctionDefinition;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What {@code make package} made is what {@code sam deploy} uploads. Skipped where nothing is packaged, as after compiling
 * alone.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda quotas</a>
 */
@ExtendWith(SkipReasons.class)
class PackageTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final long MOST_ZIPPED = 50 * MEBIBYTE;
    private static final long MOST_UNZIPPED = 250 * MEBIBYTE;
    private static final long MOST_OF_A_FUNCTION = 2 * MEBIBYTE;

    @Test
    void theLayerFitsLambda() throws IOException {
        Path layer = packaged(Blueprint.resources("AWS::Serverless::LayerVersion")
                .get("CommonLayer")
                .text("ContentUri"));

        long unzipped = 0;
        CountingStream zipped = new CountingStream();
        try (ZipOutputStream zip = new ZipOutputStream(zipped)) {
            for (Path file : files(layer)) {
                zip.putNextEntry(new ZipEntry(layer.relativize(file).toString()));
                Files.copy(file, zip);
                zip.closeEntry();
                unzipped += Files.size(file);
            }
        }
        assertThat(files(layer)).allMatch(file -> layer.relativize(file).startsWith("java/lib"));
        assertThat(zipped.bytes).isBetween(MEBIBYTE, MOST_ZIPPED);
        assertThat(unzipped).isLessThan(MOST_UNZIPPED);
    }

    @Test
    void everyFunctionIsASmallJarOfItsOwnModule() throws IOException {
        for (FunctionDefinition function : Blueprint.functions()) {
            Path jar = packaged(function.codeUri());

            assertThat(Files.size(jar)).as(function.codeUri()).isBetween(1_000L, MOST_OF_A_FUNCTION);
        }
    }

    @Test
    void nothingIsBuiltByAnybodyButMaven() {
        for (String file : List.of("Makefile", "README.md")) {
            assertThat(Repository.text(file)).as(file).doesNotContain("sam build");
        }
        assertThat(Map.of("template_file", "template.yaml").entrySet())
                .allSatisfy(setting -> assertThat(Repository.text("samconfig.toml"))
                        .contains(setting.getKey() + " = \"" + setting.getValue() + "\""));
    }

    private static Path packaged(String uri) {
        Path path = Repository.root().resolve(uri);
        assumeThat(path).as("run make package").exists();
        return path;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static final class CountingStream extends OutputStream {
        private long bytes;

        @Override
        public void write(int written) {
            bytes++;
        }

        @Override
        public void write(byte[] written, int from, int count) {
            bytes += count;
        }
    }
}
