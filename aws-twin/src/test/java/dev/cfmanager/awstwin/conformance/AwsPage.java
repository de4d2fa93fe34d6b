// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Where AWS states the rule that a conformance test is about. Every test of a {@link Conformance} class has one of its
 * own: pages, or the reason why there is none. A failing test shows it.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface AwsPage {

    /** Addresses of the pages, which begin as one of {@link Pages}. */
    String[] value() default {};

    /** Why no page states it: it was only seen, or it is a trait of the twin; instead of pages. */
    String undocumented() default "";
}
