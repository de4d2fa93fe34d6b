// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.testing;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.stream.Stream;
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
    private static final String MODULE = Path.of("").toAbsolutePath().getFileName() + "/target/classes/";

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
        String caller = STACK.walk(CallingFunction::caller);
        return AwsBasicCredentials.create(caller, caller);
    }

    @Override
    public void close() {
        SERVING.set(before);
    }

    /**
     * The outermost deployed class on the stack, up to where a test called it: what a test does while a function runs, as
     * another user would, it does itself.
     */
    private static String caller(Stream<StackWalker.StackFrame> frames) {
        boolean serves = false;
        String outermost = NOBODY;
        for (Class<?> type :
                (Iterable<Class<?>>) frames.<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)::iterator) {
            if (RequestStreamHandler.class.isAssignableFrom(type)) {
                serves = true;
                outermost = isHandler(type) ? type.getName() : outermost;
            } else if (isOf(type, MODULE)) {
                outermost = type.getName();
            } else if (isOfTests(type)) {
                break;
            }
        }
        return serves && !SERVING.get().equals(NOBODY) ? SERVING.get() : outermost;
    }

    private static boolean isHandler(Class<?> type) {
        return RequestStreamHandler.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers());
    }

    private static boolean isOfTests(Class<?> type) {
        return type != CallingFunction.class && (isOf(type, "/test-classes/") || isOf(type, "-tests.jar"));
    }

    private static boolean isOf(Class<?> type, String place) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source != null
                && source.getLocation() != null
                && source.getLocation().toString().endsWith(place);
    }
}
