// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

/**
 * Who signed a request.
 *
 * @param identity the function name registered for the access key, else the access key, else {@code anonymous}
 * @param region the region of the credential scope; {@code us-east-1} for anonymous callers
 * @param signed whether the request carried credentials
 */
public record Caller(String identity, String region, boolean signed) {

    /** A caller without credentials. */
    public static Caller anonymous() {
        return new Caller("anonymous", "us-east-1", false);
    }
}
