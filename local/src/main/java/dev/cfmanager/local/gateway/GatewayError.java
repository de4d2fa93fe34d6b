// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.gateway;

/**
 * The errors that API Gateway answers itself, with its own words.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html">Gateway response types</a>
 */
enum GatewayError {
    /** No such path, or no such method on it. */
    MISSING_AUTHENTICATION_TOKEN(403, "Missing Authentication Token", "MissingAuthenticationTokenException"),
    /** No token, or one that opens nothing. */
    UNAUTHORIZED(401, "Unauthorized", "UnauthorizedException"),
    /** More than the gateway, or the function behind it, takes in one request. */
    REQUEST_TOO_LARGE(413, "Request Too Long", "BadRequestException"),
    /** More requests than the stage allows. */
    THROTTLED(429, "Too Many Requests", "TooManyRequestsException"),
    /** The function failed, or answered something that is no HTTP answer. */
    API_CONFIGURATION_ERROR(502, "Internal server error", "InternalServerErrorException"),
    /** The function did not answer within the gateway's limit. */
    INTEGRATION_TIMEOUT(504, "Endpoint request timed out", "InternalServerErrorException");

    private final int status;
    private final String message;
    private final String errorType;

    GatewayError(int status, String message, String errorType) {
        this.status = status;
        this.message = message;
        this.errorType = errorType;
    }

    int status() {
        return status;
    }

    String message() {
        return message;
    }

    /** The value of {@code x-amzn-ErrorType}. */
    String errorType() {
        return errorType;
    }

    /** The response type that words this error when it has no wording of its own. */
    String fallback() {
        return status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX";
    }
}
