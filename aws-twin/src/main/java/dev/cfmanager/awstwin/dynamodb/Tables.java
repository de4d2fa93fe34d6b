// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables of one twin. */
final class Tables implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalEngine engine;
    private final String namespace;
    private final boolean shared;

    private Tables(LocalEngine engine, String namespace, boolean shared) {
        this.engine = engine;
        this.namespace = namespace;
        this.shared = shared;
    }

    /** Tables in memory, in a namespace of the engine that all twins of this process share. */
    static Tables inMemory() {
        return new Tables(Namespaces.engine(), Namespaces.take(), true);
    }

    /** Tables in a file of that folder. */
    static Tables onDisk(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the data folder " + folder, e);
        }
        return new Tables(new LocalEngine(folder), "twin", false);
    }

    TwinResponse answer(TwinRequest request) {
        return engine.answer(namespace, request);
    }

    @Override
    public void close() {
        if (!shared) {
            engine.close();
        } else if (dropAll()) {
            Namespaces.giveBack(namespace);
        }
    }

    /** Whether the namespace is empty now; one with a table that refuses to go is not used again. */
    private boolean dropAll() {
        List<String> names = names();
        while (!names.isEmpty()) {
            for (String name : names) {
                if (call("DeleteTable", "{\"TableName\":\"" + name + "\"}").status() != 200) {
                    return false;
                }
            }
            names = names();
        }
        return true;
    }

    private List<String> names() {
        try {
            JsonNode page = JSON.readTree(call("ListTables", "{}").body());
            return page.path("TableNames").valueStream().map(JsonNode::asText).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TwinResponse call(String operation, String body) {
        return answer(new TwinRequest(
                "POST",
                "dynamodb",
                "/",
                Map.of(),
                Map.of("x-amz-target", List.of("DynamoDB_20120810." + operation)),
                body.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The databases of the shared engine. DynamoDB Local never lets go of one (nor of its threads), so a twin that is
     * done hands its own on, emptied.
     */
    private static final class Namespaces {
        private static final Deque<String> FREE = new ArrayDeque<>();
        private static @Nullable LocalEngine engine;
        private static int made;

        static synchronized LocalEngine engine() {
            if (engine == null) {
                engine = new LocalEngine(null);
            }
            return engine;
        }

        static synchronized String take() {
            String free = FREE.poll();
            return free != null ? free : "twin" + ++made;
        }

        static synchronized void giveBack(String namespace) {
            FREE.push(namespace);
        }
    }
}
