// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import dev.cfmanager.awstwin.kernel.XmlElement;

/**
 * What goes to the origin beside the cache key.
 *
 * @param headers viewer headers
 * @param cookies cookies
 * @param queryStrings query strings
 */
record OriginRequestPolicy(Choice headers, Choice cookies, Choice queryStrings) {
    static final OriginRequestPolicy NOTHING = new OriginRequestPolicy(Choice.NONE, Choice.NONE, Choice.NONE);

    static OriginRequestPolicy of(XmlElement policy) {
        return new OriginRequestPolicy(
                Choice.of(policy.textAt("HeadersConfig", "HeaderBehavior"), policy.textsAt("HeadersConfig", "Headers")),
                Choice.of(policy.textAt("CookiesConfig", "CookieBehavior"), policy.textsAt("CookiesConfig", "Cookies")),
                Choice.of(
                        policy.textAt("QueryStringsConfig", "QueryStringBehavior"),
                        policy.textsAt("QueryStringsConfig", "QueryStrings")));
    }
}
