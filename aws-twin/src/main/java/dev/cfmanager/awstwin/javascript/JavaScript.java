// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.javascript;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.roastedroot.quickjs4j.core.Engine;
import io.roastedroot.quickjs4j.core.Runner;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import run.endive.runtime.ByteArrayMemory;
import run.endive.wasm.types.MemoryLimits;

/**
 * Calls JavaScript functions (ES2023, async included). Each call runs in a QuickJS of its own that is compiled to JVM
 * bytecode: it has no file, no network, no host object and no memory but its own, and it ends when its time is up.
 */
public final class JavaScript {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int PAGE = 64 * 1024;

    private final Duration limit;
    private final int memory;

    /** Calls that may take so much real time, and so many bytes of memory for engine and program together. */
    public JavaScript(Duration limit, int memory) {
        this.limit = limit;
        this.memory = memory;
    }

    /** Calls the program's function and waits for what it returns or promises. Never throws for what the program does. */
    public Outcome call(Program program) {
        try (Engine engine = Engine.builder()
                        .withMemoryFactory(asked -> new ByteArrayMemory(
                                new MemoryLimits(asked.initialPages(), Math.max(asked.initialPages(), memory / PAGE))))
                        .build();
                Runner runner = Runner.builder()
                        .withEngine(engine)
                        .withTimeoutMs(Math.toIntExact(limit.toMillis()))
                        .build()) {
            runner.compileAndExec("globalThis.twinInput = " + literal(program));
            runner.exec(Harness.COMPILED);
            return read(runner.stdout());
        } catch (RuntimeException | StackOverflowError broken) {
            return failure(broken);
        }
    }

    private Outcome failure(Throwable broken) {
        boolean late = broken.getCause() instanceof TimeoutException;
        return new Outcome(
                "",
                late
                        ? "Task timed out after " + limit.toMillis() + " ms"
                        : "RuntimeError: the function went beyond its memory or stack: " + broken.getMessage(),
                List.of());
    }

    private static String literal(Program program) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("source", program.source());
        input.put("form", program.form().name());
        input.put("handler", program.handler());
        input.put("arguments", program.arguments());
        input.put("environment", program.environment());
        input.put("stores", program.keyValues());
        try {
            // A JSON text is a JavaScript expression, and stays one inside the harness's source.
            return JSON.writeValueAsString(input);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Outcome read(String printed) {
        if (printed.isBlank()) {
            return new Outcome("", "Error: the function ended without returning or calling back", List.of());
        }
        try {
            JsonNode answer = JSON.readTree(printed);
            List<String> log = new ArrayList<>();
            answer.path("log").forEach(line -> log.add(line.asText()));
            return new Outcome(
                    answer.path("value").asText(), answer.path("error").asText(), log);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the harness printed no JSON", e);
        }
    }

    /** Compiled once: that takes as long as everything else about a call. */
    private static final class Harness {
        private static final byte[] COMPILED = compiled();

        private static byte[] compiled() {
            try (InputStream in = JavaScript.class.getResourceAsStream("harness.js");
                    Engine engine = Engine.builder().build();
                    Runner runner = Runner.builder().withEngine(engine).build()) {
                if (in == null) {
                    throw new IllegalStateException("harness.js is missing from the jar");
                }
                return runner.compile(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
