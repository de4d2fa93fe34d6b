// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.docs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A shell that somebody types one command after the other into. */
final class Shell implements AutoCloseable {
    private static final String END = "end-of-command";

    private final Process process;
    private final BufferedReader printed;

    /**
     * What a command did.
     *
     * @param status its exit status
     * @param output what it printed, errors included
     */
    record Result(int status, String output) {}

    /** Opens a shell in a folder, with more variables than ours. */
    Shell(Path folder, Map<String, String> environment) {
        ProcessBuilder bash = new ProcessBuilder("bash", "--noprofile", "--norc")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        bash.environment().putAll(environment);
        try {
            process = bash.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        printed = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Types a command and waits for its end. */
    Result run(String command) {
        try {
            OutputStream typed = process.getOutputStream();
            typed.write((command + "\nprintf '\\n" + END + " %d\\n' $?\n").getBytes(StandardCharsets.UTF_8));
            typed.flush();
            StringBuilder output = new StringBuilder();
            for (String line = line(); line != null; line = line()) {
                if (line.startsWith(END)) {
                    return new Result(Integer.parseInt(line.substring(END.length() + 1)), output.toString());
                }
                output.append(line).append('\n');
            }
            throw new IllegalStateException("the shell ended: " + output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line as a terminal leaves it: what begins a line anew writes over it. */
    private @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        boolean anew = false;
        for (int c = printed.read(); c >= 0; c = printed.read()) {
            if (c == '\n') {
                return line.toString();
            }
            if (anew) {
                line.setLength(0);
            }
            anew = c == '\r';
            if (!anew) {
                line.append((char) c);
            }
        }
        return line.isEmpty() ? null : line.toString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
