// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.conformance;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs a conformance class once per mode, and keeps the score of a foreign endpoint. */
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
            return mode == Mode.FOREIGN
                    ? List.of(new Switch(mode), new Lender(mode), new Referee())
                    : List.of(new Switch(mode), new Lender(mode));
        }
    }

    /** Sets the mode before the test instance exists, because its fields may hold clients already. */
    private record Switch(Mode mode) implements TestInstancePreConstructCallback, AfterEachCallback {
        @Override
        public void preConstructTestInstance(TestInstanceFactoryContext factory, ExtensionContext context) {
            mode.enter();
            if (mode == Mode.FOREIGN) {
                Reach.resetForeign();
            }
        }

        @Override
        public void afterEach(ExtensionContext context) {
            Reach.closeServers();
            Mode.leave();
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

    /** Only where somebody else is compared: against the twin a test either passes or the build fails. */
    private static final class Referee implements ExecutionCondition, TestWatcher {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return AnnotationSupport.isAnnotated(context.getElement(), TwinOnly.class)
                    ? ConditionEvaluationResult.disabled("only the twin can do this")
                    : ConditionEvaluationResult.enabled("AWS does this");
        }

        @Override
        public void testSuccessful(ExtensionContext context) {
            score(context).passed(service(context));
        }

        @Override
        public void testFailed(ExtensionContext context, Throwable cause) {
            score(context).failed(service(context));
        }

        @Override
        public void testAborted(ExtensionContext context, Throwable cause) {
            score(context).leftOut(service(context));
        }

        @Override
        public void testDisabled(ExtensionContext context, Optional<String> reason) {
            score(context).leftOut(service(context));
        }

        private static Score score(ExtensionContext context) {
            return context.getRoot()
                    .getStore(NAMESPACE)
                    .getOrComputeIfAbsent("score", key -> new Score(Mode.foreignEndpoint()), Score.class);
        }

        private static String service(ExtensionContext context) {
            return context.getRequiredTestClass()
                    .getAnnotation(Conformance.class)
                    .value();
        }
    }
}
