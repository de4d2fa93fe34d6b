// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

/** Names of functions and key value stores: 1 to 64 letters, digits, dashes and underscores. */
final class Names {
    private Names() {}

    static void check(String name) {
        if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
            throw Refusals.invalidArgument("The parameter Name must have 1 to 64 letters, digits, - or _.");
        }
    }
}
