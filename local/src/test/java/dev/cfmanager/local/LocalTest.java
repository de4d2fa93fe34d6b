// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.LoopbackServer;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.local.toy.Toy;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LocalTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void listsItsOptionsAndTheirEnvironmentVariables() {
        assertThat(run("--help")).isZero();

        assertThat(text(out))
                .contains(
                        "--port", "[PORT]", "[AWS_PORT]", "[DATA_DIR]", "[CLOCK_SPEED]", "PARAM_<Name>", "--parameter");
    }

    @Test
    void saysWhichPortIsTakenAndWhatToDo() {
        try (LoopbackServer other = LoopbackServer.start(0, 1, request -> TwinResponse.empty(200))) {
            int status = run("--template", Toy.template().toString(), "--port", String.valueOf(other.port()));

            assertThat(status).isEqualTo(1);
            assertThat(text(err))
                    .contains("127.0.0.1:" + other.port(), "PORT=<n>")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void saysWhatIsWrongWithTheTemplate(@TempDir Path folder) {
        Path template = Toy.changed(folder, "toy.NotesHandler", "toy.LostHandler");

        assertThat(run("--template", template.toString(), "--port", "0", "--aws-port", "0"))
                .isEqualTo(1);
        assertThat(text(err))
                .contains("Cannot start: NotesFunction.Handler", "LostHandler")
                .doesNotContain("\tat ");
    }

    @Test
    void refusesAParameterTheTemplateDoesNotHave() {
        assertThat(run("--template", Toy.template().toString(), "--parameter", "Greting=x", "--port", "0"))
                .isEqualTo(1);
        assertThat(text(err)).contains("no parameter Greting");
    }

    private int run(String... arguments) {
        CommandLine command = new CommandLine(new Local(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)));
        command.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        return command.execute(arguments);
    }

    private static String text(ByteArrayOutputStream printed) {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
