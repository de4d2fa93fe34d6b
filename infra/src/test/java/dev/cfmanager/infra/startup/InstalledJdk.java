// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.startup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A JDK of this machine.
 *
 * @param feature its feature release, such as 17
 * @param home its folder
 */
public record InstalledJdk(int feature, Path home) {
    /** Folders of JDKs, as Linux distributions, SDKMAN and macOS have them; a home stands in it, or below it. */
    private static final List<Path> USUAL = List.of(
            Path.of("/usr/lib/jvm"),
            Path.of(System.getProperty("user.home"), ".sdkman", "candidates", "java"),
            Path.of("/Library/Java/JavaVirtualMachines"));

    /** The one that runs this. */
    public static InstalledJdk running() {
        return new InstalledJdk(Runtime.version().feature(), Path.of(System.getProperty("java.home")));
    }

    /** The one that runs this, and the newest other one, if it is newer. */
    public static List<InstalledJdk> runningAndNewest() {
        InstalledJdk running = running();
        return Stream.concat(Stream.of(running), newerThan(running.feature()).stream())
                .toList();
    }

    private static Optional<InstalledJdk> newerThan(int feature) {
        List<Path> homes = new ArrayList<>();
        for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
            if (variable.getKey().startsWith("JAVA_HOME")) { // also JAVA_HOME_25_X64, as build machines have it
                homes.add(Path.of(variable.getValue()));
            }
        }
        for (Path folder : USUAL) {
            for (Path below : foldersIn(folder)) {
                homes.add(below);
                homes.add(below.resolve("Contents/Home"));
            }
        }
        return homes.stream()
                .flatMap(home -> at(home).stream())
                .filter(jdk -> jdk.feature() > feature)
                .max(Comparator.comparingInt(InstalledJdk::feature));
    }

    /** The JDK whose home that is; empty when it is none. */
    static Optional<InstalledJdk> at(Path home) {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/java")) || !Files.exists(release)) {
            return Optional.empty();
        }
        Properties said = new Properties();
        try (InputStream text = Files.newInputStream(release)) {
            said.load(text);
            String version = said.getProperty("JAVA_VERSION", "0").replace("\"", "");
            return Optional.of(new InstalledJdk(Runtime.Version.parse(version).feature(), home));
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static List<Path> foldersIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its program that runs classes. */
    Path java() {
        return home.resolve("bin/java");
    }

    @Override
    public String toString() {
        return "JDK " + feature;
    }
}
