// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

/**
 * Who signed a request.
 *
 * @param identity the name registered for the access key, else the application id of the user agent
 *     ({@code AWS_SDK_UA_APP_ID}), else the access key; {@code anonymous} without a signature
 * @param region the region of the credential scope; {@code us-east-1} for anonymous callers
 * @param signed whether the request carried credentials
 */
public record Caller(String identity, String region, boolean signed) {

    /** A caller without credentials. */
    public static Caller anonymous() {
        return new Caller("anonymous", "us-east-1", false);
    }
}
