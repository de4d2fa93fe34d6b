// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.startup;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * Starts packaged functions as Lambda does: each in a process of its own, whose class path is its jar and the layer, and
 * whose environment is what the template gives it and what Lambda adds. Most of such a start is the SDK's classes, so
 * they are prepared once in an archive that the JVM maps.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/vm/class-data-sharing.html">Class data sharing</a>
 */
public final class PackagedFunction {
    private static final Map<String, String> SET_BY_LAMBDA = Map.of(
            "AWS_REGION", "us-east-1",
            "AWS_ACCESS_KEY_ID", "start-up",
            "AWS_SECRET_ACCESS_KEY", "start-up",
            "AWS_SESSION_TOKEN", "start-up");

    private final List<String> classPath;
    private final Path archive;

    private PackagedFunction(List<String> classPath, Path archive) {
        this.classPath = classPath;
        this.archive = archive;
    }

    /**
     * Prepares for starting functions.
     *
     * @param layer the layer's folder of jars, as packaged
     * @param work where temporary files may be made
     */
    public static PackagedFunction on(Path layer, Path work) throws IOException {
        List<String> classPath = new ArrayList<>();
        classPath.add(driver(work).toString());
        try (Stream<Path> jars = Files.list(layer)) {
            jars.map(Path::toString).sorted().forEach(classPath::add);
        }
        Path archive = work.resolve("layer.jsa");
        PackagedFunction prepared = new PackagedFunction(List.copyOf(classPath), archive);
        prepared.run(classPath, "-XX:ArchiveClassesAtExit=" + archive, Map.of(), List.of());
        return prepared;
    }

    /** Starts a function; gives what it printed, which begins a line with {@link StartUp#SUCCESS} when it started. */
    public String start(Path jar, String handler, Map<String, String> environment) {
        List<String> withJar = new ArrayList<>(classPath);
        withJar.add(jar.toString());
        return run(withJar, "-XX:SharedArchiveFile=" + archive, environment, List.of(handler));
    }

    private String run(List<String> classes, String sharing, Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xlog:disable",
                sharing,
                "-cp",
                String.join(File.pathSeparator, classes),
                StartUp.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(SET_BY_LAMBDA);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(1, TimeUnit.MINUTES);
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a function started", e);
        }
    }

    /** The one class that is neither in the layer nor in a function's jar, alone in a jar. */
    private static Path driver(Path work) throws IOException {
        String entry = StartUp.class.getName().replace('.', '/') + ".class";
        Path jar = work.resolve("start-up.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream code = StartUp.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            code.transferTo(out);
        }
        return jar;
    }
}
