// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.deploy;

import dev.cfmanager.infra.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A command of this machine, run in the repository.
 *
 * @param status its exit status
 * @param output what it printed, errors included
 */
record Command(int status, String output) {

    /** Runs it to its end; empty when this machine does not have it. */
    static Optional<Command> run(List<String> words) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(words)
                    .directory(Repository.root().toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Optional.of(new Command(process.waitFor(), output));
        } catch (IOException missing) {
            return Optional.empty();
        }
    }
}
