// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the document as JSON; the build runs it. */
public final class DocumentAsJson {
    private DocumentAsJson() {}

    /** Reads the YAML file named first and writes the JSON file named second. */
    public static void main(String[] files) throws IOException {
        Path json = Path.of(files[1]);
        Files.createDirectories(json.getParent());
        Files.writeString(
                json,
                new ObjectMapper()
                        .writeValueAsString(
                                new YAMLMapper().readTree(Path.of(files[0]).toFile())));
    }
}
