// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local;

import dev.cfmanager.local.template.Template;
import dev.cfmanager.local.template.TemplateException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code make run}: the command that serves the system on this machine until it is stopped. */
@Command(
        name = "local",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 110,
        versionProvider = Local.Version.class,
        description = "Runs the system that template.yaml describes, on an AWS inside this process.",
        footer = {
            "",
            "Each option's environment variable is in brackets. A template parameter is also taken from the",
            "environment variable PARAM_<Name>. Everything listens on 127.0.0.1 only. Ctrl-C stops it."
        })
public final class Local implements Callable<Integer> {
    private static final String PARAMETER_PREFIX = "PARAM_";
    /** Where the template leaves a value to whoever deploys it, a laptop has one that suits it. */
    private static final Map<String, String> LAPTOP_PARAMETERS = Map.of("AllowedOrigins", "*");

    @Option(
            names = "--port",
            paramLabel = "<port>",
            defaultValue = "${env:PORT:-8080}",
            description = "Port of API and edge; 0 takes a free one. [PORT] Default: 8080")
    private int port;

    @Option(
            names = "--aws-port",
            paramLabel = "<port>",
            defaultValue = "${env:AWS_PORT:-4566}",
            description = "Port of the AWS endpoint for CLI and SDKs; 0 takes a free one. [AWS_PORT] Default: 4566")
    private int awsPort;

    @Option(
            names = "--data-dir",
            paramLabel = "<folder>",
            defaultValue = "${env:DATA_DIR:-}",
            description = "Keeps everything there over restarts. [DATA_DIR] Default: memory only")
    private String dataFolder = "";

    @Option(
            names = "--clock-speed",
            paramLabel = "<n>",
            defaultValue = "${env:CLOCK_SPEED:-60}",
            description = "Virtual seconds that pass in a second; 0 stops time. [CLOCK_SPEED] Default: 60")
    private double clockSpeed;

    @Option(
            names = "--template",
            paramLabel = "<file>",
            defaultValue = "${env:TEMPLATE:-}",
            description = "The SAM template. [TEMPLATE] Default: template.yaml of this checkout")
    private String template = "";

    @Option(
            names = "--parameter",
            paramLabel = "<Name=value>",
            description = "A value for a parameter of the template; may be given more than once.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--stack-name",
            paramLabel = "<name>",
            defaultValue = "${env:STACK_NAME:-cloudfront-manager}",
            description = "Name of the stack. [STACK_NAME] Default: cloudfront-manager")
    private String stackName = "";

    @Option(
            names = "--region",
            paramLabel = "<region>",
            defaultValue = "${env:STACK_REGION:-us-east-1}",
            description = "Region of the stack. [STACK_REGION] Default: us-east-1")
    private String region = "";

    @Option(
            names = "--logs",
            defaultValue = "${env:LOGS:-false}",
            description = "Prints every log line of the functions, not only their errors. [LOGS=true]")
    private boolean logs;

    private final PrintStream out;
    private final PrintStream err;

    Local(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the command and exits with its status: 0 when stopped, 1 when it cannot start, 2 for wrong options. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Local(System.out, System.err)).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        long began = System.nanoTime();
        out.println("Starting ...");
        LocalServer server;
        try {
            Settings settings = settings();
            server = LocalServer.start(settings, port, awsPort, clockSpeed);
        } catch (UncheckedIOException | TemplateException e) {
            err.println("Cannot start: " + e.getMessage());
            if (e.getCause() instanceof BindException) {
                err.println("Stop what listens there, or choose other ports with PORT=<n> and AWS_PORT=<n>.");
            }
            return CommandLine.ExitCode.SOFTWARE;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, stopped), "stop"));
        new Banner(server, clockSpeed, dataFolder, (System.nanoTime() - began) / 1_000_000).print(out);
        stopped.await();
        return CommandLine.ExitCode.OK;
    }

    private void stop(LocalServer server, CountDownLatch stopped) {
        out.println("Stopping ...");
        server.close();
        out.println("Stopped.");
        stopped.countDown();
    }

    private Settings settings() {
        Path file = template.isBlank() ? templateOfThisCheckout() : Path.of(template);
        Consumer<String> log = logs ? out::println : this::printErrors;
        return new Settings(
                file,
                stackName,
                region,
                allParameters(Template.read(file)),
                dataFolder.isBlank() ? Optional.empty() : Optional.of(Path.of(dataFolder)),
                log);
    }

    private void printErrors(String line) {
        if (line.startsWith("{\"level\":\"ERROR\"")) {
            err.println(line);
        }
    }

    private Map<String, String> allParameters(Template read) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String name : read.parameterNames()) {
            Optional.ofNullable(LAPTOP_PARAMETERS.get(name)).ifPresent(value -> all.put(name, value));
            Optional.ofNullable(System.getenv(PARAMETER_PREFIX + name)).ifPresent(value -> all.put(name, value));
        }
        all.putAll(parameters);
        return all;
    }

    /** Beside the working folder's other files, or above the jar that runs. */
    private static Path templateOfThisCheckout() {
        Path here = Path.of("template.yaml");
        if (Files.exists(here)) {
            return here;
        }
        try {
            Path jar = Path.of(Local.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            for (Path folder = jar.getParent(); folder != null; folder = folder.getParent()) {
                if (Files.exists(folder.resolve("template.yaml"))) {
                    return folder.resolve("template.yaml");
                }
            }
        } catch (URISyntaxException e) {
            throw new TemplateException("cannot tell where this program is: " + e.getMessage(), e);
        }
        throw new TemplateException("there is no template.yaml here; name it with --template");
    }

    /** The version in the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Local.class.getPackage().getImplementationVersion();
            return new String[] {"CloudFront Manager " + (version == null ? "of this checkout" : version)};
        }
    }
}
