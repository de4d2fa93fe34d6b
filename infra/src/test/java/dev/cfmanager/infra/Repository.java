// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of this repository, wherever the tests run. */
public final class Repository {
    private Repository() {}

    /** Its top folder. */
    public static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("template.yaml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("these tests run inside the repository");
    }

    /** A file's text. */
    public static String text(String path) {
        try {
            return Files.readString(root().resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The production sources of the deployed modules whose names end like this. */
    public static List<Path> deployedSources(String ending) {
        try (Stream<Path> files = Files.walk(root())) {
            return files.map(file -> root().relativize(file))
                    .filter(file -> file.toString().endsWith(ending))
                    .filter(file -> file.toString().contains("src/main/java"))
                    .filter(file -> !List.of("common", "aws-twin", "local")
                            .contains(file.getName(0).toString()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
