// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who called what, kept in a file over the end of the process, so that a later build step can compare it with
 * permissions. One JSON object a line. The first says when the process began, {@code {"began": <epoch milliseconds>}};
 * the others are {@code {"identity": ..., "actions": [...], "resources": [...]}}, each written once and at once. A new
 * process begins the file anew.
 *
 * <p>Kept only where the system property {@value #PROPERTY} names a file; all twins of the process share it. Thread-safe.
 */
final class CallJournal {
    /** The system property that names the file. */
    static final String PROPERTY = "aws.twin.journal";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CallJournal OF_THE_PROCESS = new CallJournal(System.getProperty(PROPERTY, ""));

    private final String file;
    private final Set<String> written = new HashSet<>();

    CallJournal(String file) {
        this.file = file;
    }

    /** The one that all twins of this process share. */
    static CallJournal ofTheProcess() {
        return OF_THE_PROCESS;
    }

    /** Writes down who called what, unless it is already written; nothing for a call that needs no permission. */
    synchronized void add(Call call) {
        if (file.isEmpty() || call.iamActions().isEmpty()) {
            return;
        }
        ObjectNode line = JSON.createObjectNode().put("identity", call.caller().identity());
        new TreeSet<>(call.iamActions()).forEach(line.putArray("actions")::add);
        new TreeSet<>(call.resources()).forEach(line.putArray("resources")::add);
        if (written.isEmpty()) {
            begin();
        }
        if (written.add(line.toString())) {
            append(line);
        }
    }

    private void begin() {
        try {
            Path path = Path.of(file);
            Path folder = path.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            long began = ManagementFactory.getRuntimeMXBean().getStartTime();
            Files.writeString(path, JSON.createObjectNode().put("began", began) + "\n", StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot begin the journal of calls " + file, e);
        }
    }

    private void append(ObjectNode line) {
        try {
            Files.writeString(Path.of(file), line + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the journal of calls " + file, e);
        }
    }
}
