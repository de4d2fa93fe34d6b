// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.error;

/** The ways an operation may fail, as clients see them: the constant's name is the wire's {@code code}. */
public enum ErrorKind {
    /** The request itself is wrong: body, field, path or query. */
    VALIDATION_ERROR(400),
    /** AWS says the configuration is wrong. */
    INVALID_CONFIGURATION(400),
    /** Nobody is signed in. */
    UNAUTHENTICATED(401),
    /** Signed in, but not allowed. */
    FORBIDDEN(403),
    /** No such resource. */
    NOT_FOUND(404),
    /** The state of things does not allow it: taken name, in use, lost race. */
    CONFLICT(409),
    /** An account quota is reached. */
    QUOTA_EXCEEDED(409),
    /** The body is larger than we take. */
    PAYLOAD_TOO_LARGE(413),
    /** An {@code Idempotency-Key} was used before with another request. */
    IDEMPOTENCY_MISMATCH(422),
    /** Too fast; answered with {@code Retry-After}. */
    THROTTLED(429),
    /** Anything unexpected; its details are logged, not told. */
    INTERNAL_ERROR(500),
    /** Our own role lacks a permission. */
    AWS_ACCESS_DENIED(500),
    /** The deployment lacks a setting. */
    SERVER_MISCONFIGURED(500),
    /** AWS failed or could not be reached. */
    UPSTREAM_ERROR(502);

    private final int status;

    ErrorKind(int status) {
        this.status = status;
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** Whether the same call may succeed later without anybody changing anything. */
    public boolean isTransient() {
        return this == THROTTLED || this == UPSTREAM_ERROR;
    }
}
