// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.toy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A system small enough to see through: one table, one API, three functions, a schedule and a state machine. */
public final class Toy {
    private Toy() {}

    /** Its template. */
    public static Path template() {
        URL file = Objects.requireNonNull(Toy.class.getResource("/toy/template.yaml"));
        try {
            return Path.of(file.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The template with one text replaced by another, and its state machine, in that folder. */
    public static Path changed(Path folder, String text, String replacement) {
        try {
            String written = Files.readString(template());
            if (!written.contains(text)) {
                throw new IllegalArgumentException("the toy template does not hold " + text);
            }
            Path machine = template().resolveSibling("machine.asl.json");
            Files.writeString(folder.resolve("machine.asl.json"), Files.readString(machine));
            return Files.writeString(folder.resolve("template.yaml"), written.replace(text, replacement));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
