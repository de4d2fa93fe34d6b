// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import dev.cfmanager.awstwin.kernel.TwinResponse;

/**
 * Edge code failed, or returned what CloudFront does not take; the viewer gets an error page.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-502-lambda-validation-error.html">Lambda validation error</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-503-service-unavailable.html">Lambda execution error</a>
 */
final class EdgeCodeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String kind;

    private EdgeCodeException(int status, String kind, String message) {
        super(message, null, false, false);
        this.status = status;
        this.kind = kind;
    }

    /** The code threw, or ran too long. */
    static EdgeCodeException failed(String code, String message) {
        return new EdgeCodeException(503, code + "ExecutionError", message);
    }

    /** The code returned something invalid. */
    static EdgeCodeException invalid(String code, String message) {
        return new EdgeCodeException(502, code + "ValidationError", message);
    }

    TwinResponse page() {
        return ErrorPages.page(
                        status,
                        "The function associated with the CloudFront distribution is invalid or doesn't have the"
                                + " required permissions. " + getMessage())
                .with("X-Cache", kind + " from cloudfront");
    }
}
