// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.ArrayList;
import java.util.List;

/** The cache behaviors of a distribution configuration. */
final class Behaviors {
    private Behaviors() {}

    /** All of them: those with a path pattern in their order of precedence, then the default one. */
    static List<XmlElement> of(XmlElement config) {
        List<XmlElement> behaviors = new ArrayList<>(config.itemsAt("CacheBehaviors"));
        config.child("DefaultCacheBehavior").ifPresent(behaviors::add);
        return behaviors;
    }
}
