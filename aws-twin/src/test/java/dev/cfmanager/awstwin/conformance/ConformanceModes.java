// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.conformance;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/** Runs a conformance class once per mode, lends each test its {@link Aws}, and keeps the score. */
final class ConformanceModes implements ClassTemplateInvocationContextProvider {
    private static final Namespace NAMESPACE = Namespace.create(ConformanceModes.class);

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<? extends ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
            ExtensionContext context) {
        return Mode.ofThisRun().stream().map(Invocation::new);
    }

    private record Invocation(Mode mode) implements ClassTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return mode.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new Lender(mode), new Referee(mode));
        }
    }

    private record Lender(Mode mode) implements ParameterResolver {
        @Override
        public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
            return ExtensionContextScope.TEST_METHOD;
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Aws.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getStore(NAMESPACE).getOrComputeIfAbsent("aws", key -> new Aws(mode), Aws.class);
        }
    }

    /** Counts only where somebody else is compared: against the twin a test either passes or the build fails. */
    private record Referee(Mode mode) implements TestWatcher {
        @Override
        public void testSuccessful(ExtensionContext context) {
            score(context).ifPresent(score -> score.passed(service(context)));
        }

        @Override
        public void testFailed(ExtensionContext context, Throwable cause) {
            score(context).ifPresent(score -> score.failed(service(context)));
        }

        @Override
        public void testAborted(ExtensionContext context, Throwable cause) {
            score(context).ifPresent(score -> score.leftOut(service(context)));
        }

        private Optional<Score> score(ExtensionContext context) {
            return mode == Mode.FOREIGN
                    ? Optional.of(context.getRoot()
                            .getStore(NAMESPACE)
                            .getOrComputeIfAbsent("score", key -> new Score(Mode.foreignEndpoint()), Score.class))
                    : Optional.empty();
        }

        private static String service(ExtensionContext context) {
            return context.getRequiredTestClass()
                    .getAnnotation(Conformance.class)
                    .value();
        }
    }
}
