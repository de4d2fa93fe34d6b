// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.testing;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * In whose name AWS is called: as on Lambda, every function has credentials of its own. The access key is the name of the
 * class that calls: the handler that serves, else a class of the module under test. By it, what the twin saw is later
 * compared with what the template lets that function do. A call that only a test makes is made by {@code test}.
 */
public final class CallingFunction implements AutoCloseable {
    private static final String NOBODY = "test";
    private static final ThreadLocal<String> SERVING = ThreadLocal.withInitial(() -> NOBODY);
    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final URL MODULE = url(Path.of("target", "classes"));

    private final String before = SERVING.get();

    private CallingFunction(RequestStreamHandler handler) {
        SERVING.set(handler.getClass().getName());
    }

    /** From now until it is closed, this thread serves with that handler. */
    public static CallingFunction named(RequestStreamHandler handler) {
        return new CallingFunction(handler);
    }

    /** The credentials of whoever calls on this thread now. */
    static AwsCredentials credentials() {
        String serving = SERVING.get();
        String caller = !serving.equals(NOBODY)
                ? serving
                : running(CallingFunction::isHandler)
                        .or(() -> running(CallingFunction::isOfTheModule))
                        .orElse(NOBODY);
        return AwsBasicCredentials.create(caller, caller);
    }

    @Override
    public void close() {
        SERVING.set(before);
    }

    /** The outermost class on the stack that matches: the one that test or Lambda called. */
    private static Optional<String> running(Predicate<Class<?>> matches) {
        return STACK.<Optional<String>>walk(frames -> frames.<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
                .filter(matches)
                .reduce((inner, outer) -> outer)
                .map(Class::getName));
    }

    private static boolean isHandler(Class<?> type) {
        return RequestStreamHandler.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers());
    }

    private static boolean isOfTheModule(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source != null
                && source.getLocation() != null
                && MODULE.toString().equals(source.getLocation().toString());
    }

    private static URL url(Path folder) {
        try {
            return folder.toAbsolutePath().toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
