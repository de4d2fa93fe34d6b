// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.AwsError;

/** CloudFront's refusals that several operations share. */
final class Refusals {
    private Refusals() {}

    static AwsError invalidArgument(String message) {
        return new AwsError(400, "InvalidArgument", message);
    }

    static AwsError required(String parameter) {
        return invalidArgument("The parameter " + parameter + " is required.");
    }

    static AwsError badRequest(String code, String message) {
        return new AwsError(400, code, message);
    }

    static AwsError notFound(String code, String message) {
        return new AwsError(404, code, message);
    }

    static AwsError conflict(String code, String message) {
        return new AwsError(409, code, message);
    }
}
