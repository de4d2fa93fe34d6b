// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A class of tests that say what AWS does, run once per {@link Mode}. Its constructor, tests and {@code @BeforeEach}
 * methods may take an {@link Aws}, a new and empty one for each test; or they start a twin of their own and take their
 * clients from {@link dev.cfmanager.awstwin.SdkClients}, which knows the mode (where it is foreign, that twin stands
 * idle). A test that needs what only the twin can do says {@link TwinOnly}, or asks for {@link Aws#twin()}. Each says with
 * {@link AwsPage} where AWS states its rule.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith({ConformanceModes.class, PageOnFailure.class})
@Tag("conformance")
public @interface Conformance {

    /** The service whose score these tests make, by its signing name. */
    String value();
}
