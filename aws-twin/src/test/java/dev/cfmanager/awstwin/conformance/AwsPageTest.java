// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.suppressed;

import java.lang.reflect.Method;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

class AwsPageTest {

    @Test
    void everyConformanceTestLinksToAwsOrSaysWhyItCannot() {
        List<Method> tests = ReflectionSupport.findAllClassesInPackage(
                        "dev.cfmanager.awstwin",
                        type -> AnnotationSupport.isAnnotated(type, Conformance.class),
                        name -> name.endsWith("Test"))
                .stream()
                .flatMap(AwsPageTest::testsOf)
                .toList();

        assertThat(tests).hasSizeGreaterThan(300);
        assertThat(tests.stream().map(AwsPageTest::fault).flatMap(Optional::stream))
                .isEmpty();
    }

    @Test
    void noticesATestWithoutALinkOrWithOneThatLeadsElsewhere() {
        assertThat(testsOf(Faulty.class).map(AwsPageTest::fault).flatMap(Optional::stream))
                .containsExactlyInAnyOrder(
                        "Faulty.hasNone has no @AwsPage",
                        "Faulty.saysNothing names neither a page nor the reason why there is none",
                        "Faulty.saysBoth names pages and the reason why there is none",
                        "Faulty.leadsElsewhere links to no page of AWS: https://example.com/docs.aws.amazon.com/",
                        "Faulty.isUnsafe links to no page of AWS: http://docs.aws.amazon.com/a.html",
                        "Faulty.isNoAddress links to no page of AWS: CreateBucket");
    }

    @Test
    void aFailureShowsWhereTheRuleIsStated() {
        EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.conditions.deactivate", "*")
                .selectors(selectClass(Failing.class))
                .execute()
                .testEvents()
                .assertThatEvents()
                .haveExactly(1, shown("the rule: https://docs.aws.amazon.com/one, https://docs.aws.amazon.com/two"))
                .haveExactly(1, shown("the rule is on no page of AWS: only seen"));
    }

    private static Condition<Event> shown(String text) {
        return event(finishedWithFailure(message("on purpose"), suppressed(0, message(text))));
    }

    private static Stream<Method> testsOf(Class<?> type) {
        return Stream.of(Test.class, TestTemplate.class) // what repeats a test, such as parameters, is a template
                .flatMap(kind ->
                        AnnotationSupport.findAnnotatedMethods(type, kind, HierarchyTraversalMode.TOP_DOWN).stream());
    }

    private static Optional<String> fault(Method test) {
        String name = test.getDeclaringClass().getSimpleName() + "." + test.getName();
        AwsPage page = test.getAnnotation(AwsPage.class);
        if (page == null) {
            return Optional.of(name + " has no @AwsPage");
        }
        boolean pages = page.value().length > 0;
        if (pages != page.undocumented().isBlank()) {
            return Optional.of(
                    pages
                            ? name + " names pages and the reason why there is none"
                            : name + " names neither a page nor the reason why there is none");
        }
        return Arrays.stream(page.value())
                .filter(address -> !ofAws(address))
                .findFirst()
                .map(address -> name + " links to no page of AWS: " + address);
    }

    private static boolean ofAws(String address) {
        URI uri = URI.create(address);
        return "https".equals(uri.getScheme())
                && uri.getHost() != null
                && (uri.getHost().endsWith(".aws.amazon.com") || uri.getHost().equals("aws.amazon.com"));
    }

    /** Never run: its name ends otherwise than a test's. */
    private static final class Faulty {
        @Test
        void hasNone() {}

        @Test
        @AwsPage
        void saysNothing() {}

        @Test
        @AwsPage(value = Pages.S3_ERRORS, undocumented = "only seen")
        void saysBoth() {}

        @Test
        @AwsPage("https://example.com/docs.aws.amazon.com/")
        void leadsElsewhere() {}

        @Test
        @AwsPage("http://docs.aws.amazon.com/a.html")
        void isUnsafe() {}

        @Test
        @AwsPage({Pages.S3_ERRORS, "CreateBucket"})
        void isNoAddress() {}

        @Test
        @AwsPage("https://repost.aws.amazon.com/a")
        void isFit() {}

        @Test
        @AwsPage(undocumented = "only seen")
        void isHonest() {}
    }

    @ExtendWith(PageOnFailure.class)
    static class Failing {
        @Test
        @AwsPage({Pages.AWS + "one", Pages.AWS + "two"})
        void documented() {
            throw new IllegalStateException("on purpose");
        }

        @Test
        @AwsPage(undocumented = "only seen")
        void observed() {
            throw new IllegalStateException("on purpose");
        }
    }
}
