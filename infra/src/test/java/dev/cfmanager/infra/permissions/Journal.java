// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.permissions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.common.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The journal of calls that a module's tests left in its {@code target/calls.jsonl}: the twin writes who called what.
 *
 * @param module the module's folder in the repository, such as {@code origins/get}
 * @param began when the process began whose calls these are, in epoch milliseconds
 * @param lines who called what: members {@code identity}, {@code actions}, {@code resources}
 */
record Journal(String module, long began, List<JsonNode> lines) {
    private static final String FILE = "target/calls.jsonl";

    /** The journal of a module; empty when its tests have not run since it was cleaned. */
    static Optional<Journal> of(Path root, String module) {
        Path file = root.resolve(module).resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(file);
            long began = Json.parseOwn(lines.get(0)).path("began").asLong();
            List<JsonNode> calls = new ArrayList<>();
            lines.subList(1, lines.size()).forEach(line -> calls.add(Json.parseOwn(line)));
            return Optional.of(new Journal(module, began, calls));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why a module's journal does not speak for its present code; empty when it does. */
    static Optional<String> staleness(Path root, String module, List<String> codeUnderTest) {
        Optional<Journal> journal = of(root, module);
        if (journal.isEmpty()) {
            return Optional.of(module + " has not run its tests");
        }
        FileTime began = FileTime.fromMillis(journal.get().began());
        for (String code : codeUnderTest) {
            for (Path file : files(root.resolve(code).resolve("target/classes"), ".class")) {
                if (modified(file).compareTo(began) > 0) {
                    return Optional.of(module + " has not run its tests since " + code + " was compiled");
                }
            }
        }
        return Optional.empty();
    }

    /** Which test a module has not run the last time it ran tests; empty when it has run all. */
    static Optional<String> incompleteness(Path root, String module) {
        FileTime began =
                FileTime.fromMillis(of(root, module).map(Journal::began).orElse(Long.MAX_VALUE));
        Path classes = root.resolve(module).resolve("target/test-classes");
        for (Path test : files(classes, "Test.class")) {
            String name = classes.relativize(test).toString().replace('/', '.').replace(".class", "");
            Path report = root.resolve(module).resolve("target/surefire-reports/TEST-" + name + ".xml");
            if (modified(report).compareTo(began) < 0) {
                return Optional.of(module + " has not run " + name + " the last time it ran tests");
            }
        }
        return Optional.empty();
    }

    private static FileTime modified(Path file) {
        try {
            return Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
