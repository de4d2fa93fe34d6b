// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.startup;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.PrimingContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.crac.Resource;

/**
 * What Lambda does with a function before the first real event: makes its handler, rehearses it as before a snapshot,
 * and, where it serves the API, sends it an event that asks for nothing. Runs in a process of its own, whose class path
 * is the function's jar, the layer, and this class.
 */
public final class StartUp {
    static final String SUCCESS = "started: ";

    private static final String NOTHING =
            "{\"httpMethod\":\"OPTIONS\",\"resource\":\"/\",\"headers\":{},\"requestContext\":{\"requestId\":\"start-up\"}}";

    private StartUp() {}

    /**
     * Starts the handler class named, from the class path, and prints its answer; or, before that counts, several of them
     * from the jar named before each, to have loaded what they share.
     */
    public static void main(String[] handlers) throws Exception {
        if (handlers.length == 1) {
            System.out.println(SUCCESS + start(Class.forName(handlers[0])));
        }
        for (int i = 0; i + 1 < handlers.length; i += 2) {
            URL[] jar = {Path.of(handlers[i]).toUri().toURL()};
            try (URLClassLoader function = new URLClassLoader(jar)) {
                System.out.println(SUCCESS + start(function.loadClass(handlers[i + 1])));
            }
        }
    }

    private static String start(Class<?> type) throws Exception {
        RequestStreamHandler handler =
                (RequestStreamHandler) type.getConstructor().newInstance();
        ((Resource) handler).beforeCheckpoint(null);
        ((Resource) handler).afterRestore(null);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        if (handler instanceof ApiHandler) {
            handler.handleRequest(
                    new ByteArrayInputStream(NOTHING.getBytes(StandardCharsets.UTF_8)),
                    answer,
                    PrimingContext.INSTANCE);
        }
        return answer.toString(StandardCharsets.UTF_8);
    }
}
