// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.conformance;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** Shows with a failing test where AWS states its rule. */
final class PageOnFailure implements TestExecutionExceptionHandler {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        AwsPage page = context.getRequiredTestMethod().getAnnotation(AwsPage.class);
        if (page != null && !(failure instanceof TestAbortedException)) {
            failure.addSuppressed(new Rule(page));
        }
        throw failure;
    }

    /** No failure of its own: the place where a test report shows the page. */
    private static final class Rule extends Exception {
        private static final long serialVersionUID = 1L;

        Rule(AwsPage page) {
            super(
                    page.value().length > 0
                            ? "the rule: " + String.join(", ", page.value())
                            : "the rule is on no page of AWS: " + page.undocumented(),
                    null,
                    false,
                    false);
        }
    }
}
