// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The twin as a program: serves one AWS account on a loopback port until it is stopped (Ctrl-C). */
@Command(
        name = "aws-twin",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Serves an AWS account of its own on 127.0.0.1, for the AWS CLI and SDKs of any language.")
public final class TwinMain implements Callable<Integer>, AutoCloseable {

    @Option(
            names = "--port",
            defaultValue = "4566",
            description = "TCP port; 0 for any free one. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(names = "--data-dir", description = "Folder that keeps everything over restarts. Default: in memory")
    private @Nullable Path dataDir;

    @Option(
            names = "--clock-speed",
            defaultValue = "60",
            description = "Virtual seconds per real second; 0 lets time stand still. Default: ${DEFAULT-VALUE}")
    private double clockSpeed;

    @Option(
            names = "--starts-at",
            converter = InstantOption.class,
            description = "When virtual time begins, such as 2026-01-01T00:00:00Z. Default: now")
    private @Nullable Instant startsAt;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of ids and scripted faults. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--faults",
            description =
                    "Fault script, as a failing test prints it: 'cloudfront:UpdateDistribution call=2 fail 503 ServiceUnavailable'")
    private @Nullable String faults;

    @Spec
    private @Nullable CommandSpec spec;

    private @Nullable TwinProgram program;
    private @Nullable TwinServer server;

    /** Options are set by picocli. */
    public TwinMain() {}

    /** Starts it with the options that {@code --help} lists; the process then lives until it is told to end. */
    public static void main(String[] arguments) {
        TwinMain main = new TwinMain();
        int exitCode = main.commandLine().execute(arguments);
        if (exitCode != 0 || main.server == null) {
            System.exit(exitCode);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(main::close, "aws-twin-shutdown"));
    }

    /** The command line whose failures are one sentence, not a stack. */
    CommandLine commandLine() {
        return new CommandLine(this).setExecutionExceptionHandler((failure, command, result) -> {
            command.getErr().println(failure.getMessage());
            close();
            return CommandLine.ExitCode.SOFTWARE;
        });
    }

    /** Starts twin and server, says what is served, and returns. */
    @Override
    public Integer call() {
        TwinProgram started = new TwinProgram(this::fresh, dataDir != null);
        program = started;
        TwinServer listening = TwinServer.start(started, port);
        server = listening;
        PrintWriter out =
                Objects.requireNonNull(spec, "set by picocli").commandLine().getOut();
        out.println("AWS twin at " + listening.endpoint() + ", data "
                + (dataDir == null ? "in memory" : "in " + dataDir.toAbsolutePath()) + ", time at " + clockSpeed + "x, "
                + started.twin().faults());
        out.println("Services: " + String.join(", ", started.twin().kernel().services()));
        out.println(
                "Try: AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 aws --endpoint-url "
                        + listening.endpoint() + " dynamodb list-tables");
        out.println("Time: POST " + listening.endpoint() + "/_twin/clock?advance=PT5M; a new account: POST "
                + listening.endpoint() + "/_twin/reset");
        out.flush();
        return 0;
    }

    private Twin fresh() {
        Twin.Builder settings = Twin.builder().seed(seed).startsAt(startsAt == null ? Instant.now() : startsAt);
        if (dataDir != null) {
            settings.dataFolder(dataDir);
        }
        Twin twin = settings.start();
        if (faults != null) {
            twin.faults().replay(faults);
        }
        if (clockSpeed > 0) {
            twin.clock().start(clockSpeed);
        }
        return twin;
    }

    /** The server, for who starts the program inside a process; null before it runs. */
    @Nullable
    TwinServer server() {
        return server;
    }

    /** Stops serving and closes the twin. */
    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        if (program != null) {
            program.close();
        }
    }

    /** Reads an instant; picocli says what is wrong with it. */
    private static final class InstantOption implements CommandLine.ITypeConverter<Instant> {
        @Override
        public Instant convert(String value) {
            try {
                return Instant.parse(value);
            } catch (DateTimeParseException e) {
                throw new CommandLine.TypeConversionException(
                        "'" + value + "' is no time in ISO 8601, such as 2026-01-01T00:00:00Z");
            }
        }
    }
}
