// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin;

import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Gives JUnit 5 tests a {@link Twin}: a parameter of that type in a test, {@code @BeforeEach} or {@code @AfterEach}
 * method is one twin per test, closed after it; in a {@code @BeforeAll} method it is one for the class. A test that
 * fails shows the twin's seed, fault script and what fired, in one suppressed exception that names the line to replay.
 *
 * <p>{@code @ExtendWith(TwinExtension.class)} starts plain twins; for other settings register an instance:
 * {@code @RegisterExtension static final TwinExtension TWINS = TwinExtension.of(() -> Twin.builder().seed(7).start())}.
 */
public final class TwinExtension implements ParameterResolver, TestExecutionExceptionHandler {
    private static final Namespace NAMESPACE = Namespace.create(TwinExtension.class);

    private final Supplier<Twin> twins;

    /** Starts plain twins. */
    public TwinExtension() {
        this(Twin::start);
    }

    private TwinExtension(Supplier<Twin> twins) {
        this.twins = twins;
    }

    /** Starts twins as {@code twins} does. */
    public static TwinExtension of(Supplier<Twin> twins) {
        return new TwinExtension(twins);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Twin.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(context.getUniqueId(), id -> new Lent(twins.get()), Lent.class)
                .twin();
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        Lent lent = context.getStore(NAMESPACE).get(context.getUniqueId(), Lent.class);
        if (lent != null) {
            failure.addSuppressed(new TwinState(lent.twin()));
        }
        throw failure;
    }

    /** Closed by JUnit with the context it belongs to. */
    @SuppressWarnings("deprecation") // before JUnit 5.13 only this interface is closed
    private record Lent(Twin twin) implements ExtensionContext.Store.CloseableResource, AutoCloseable {
        @Override
        public void close() {
            twin.close();
        }
    }

    /** No failure of its own: the place where a test report shows how the twin was set. */
    private static final class TwinState extends Exception {
        private static final long serialVersionUID = 1L;

        TwinState(Twin twin) {
            super(
                    "the twin: replay with twin.faults().replay(\"" + twin.faults() + "\"); fired: "
                            + twin.faults().fired() + "; virtual time: "
                            + twin.clock().instant(),
                    null,
                    false,
                    false);
        }
    }
}
