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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A JVM that has nothing but a function: starts packaged functions as Lambda does: each in a process of its own, whose class path is its jar and the layer, and
 * whose environment is what the template gives it and what Lambda adds. Most of such a start is the SDK's classes, so
 * those that the functions share are prepared once for each JDK, in an archive that the JVM maps; a function's own are
 * always read from its jar.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/vm/class-data-sharing.html">Class data sharing</a>
 */
public final class CleanJvm {
    private static final Map<String, String> SET_BY_LAMBDA = Map.of(
            "AWS_REGION", "us-east-1",
            "AWS_ACCESS_KEY_ID", "start-up",
            "AWS_SECRET_ACCESS_KEY", "start-up",
            "AWS_SESSION_TOKEN", "start-up");

    private final InstalledJdk jdk;
    private final List<String> classPath;
    private final Path archive;

    private CleanJvm(InstalledJdk jdk, List<String> classPath, Path archive) {
        this.jdk = jdk;
        this.classPath = classPath;
        this.archive = archive;
    }

    /**
     * Prepares for starting functions on a JDK.
     *
     * @param layer the layer's folder of jars, as packaged
     * @param typical functions that between them use most of the layer
     * @param work where temporary files may be made
     */
    public static CleanJvm of(InstalledJdk jdk, Path layer, List<PackagedFunction> typical, Path work)
            throws IOException {
        List<String> classPath = new ArrayList<>();
        classPath.add(driver(jdk, work).toString());
        try (Stream<Path> jars = Files.list(layer)) {
            jars.map(Path::toString).sorted().forEach(classPath::add);
        }
        Path archive = work.resolve("layer-" + jdk.feature() + ".jsa");
        CleanJvm prepared = new CleanJvm(jdk, List.copyOf(classPath), archive);
        List<String> arguments = new ArrayList<>();
        Map<String, String> environment = new HashMap<>();
        for (PackagedFunction function : typical) {
            arguments.addAll(List.of(function.jar().toString(), function.handler()));
            environment.putAll(function.environment());
        }
        prepared.run(classPath, "-XX:ArchiveClassesAtExit=" + archive, environment, arguments);
        return prepared;
    }

    /** Starts a function; gives what it printed, which begins a line with {@link StartUp#SUCCESS} when it started. */
    public String start(PackagedFunction function) {
        List<String> withJar = new ArrayList<>(classPath);
        withJar.add(function.jar().toString());
        return run(withJar, "-XX:SharedArchiveFile=" + archive, function.environment(), List.of(function.handler()));
    }

    private String run(List<String> classes, String sharing, Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                jdk.java().toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:+UseTransparentHugePages", // Linux only; touching its heap is a sixth of a short life
                "-XX:CompileThresholdScaling=4", // little runs often enough to be worth compiling
                "-Xshare:auto",
                "-Xlog:disable",
                sharing,
                "-Djavax.net.ssl.trustStore=NONE", // nobody is called, and reading whom the JDK trusts takes a while
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
    private static Path driver(InstalledJdk jdk, Path work) throws IOException {
        String entry = StartUp.class.getName().replace('.', '/') + ".class";
        Path jar = work.resolve("start-up-" + jdk.feature() + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream code = StartUp.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            code.transferTo(out);
        }
        return jar;
    }
}
