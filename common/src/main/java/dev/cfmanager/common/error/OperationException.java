// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.error;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An expected failure, with a message that tells the caller what to do next. The message is shown to users: it must
 * carry no secret, no stack frame and no raw text of an upstream 5xx.
 */
public final class OperationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;
    private final transient List<String> errors;
    private final transient ObjectNode details;
    private final transient @Nullable Duration retryAfter;

    /** A failure with a message and nothing else. */
    public OperationException(ErrorKind kind, String message) {
        this(kind, message, List.of(), JsonNodeFactory.instance.objectNode(), null, null);
    }

    /** A failure that another one caused; the cause is logged with 5xx and never told. */
    public OperationException(ErrorKind kind, String message, Throwable cause) {
        this(kind, message, List.of(), JsonNodeFactory.instance.objectNode(), null, cause);
    }

    private OperationException(
            ErrorKind kind,
            String message,
            List<String> errors,
            ObjectNode details,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.errors = List.copyOf(errors);
        this.details = details;
        this.retryAfter = retryAfter;
    }

    /** A request with these problems, each naming its field. */
    public static OperationException validation(String message, List<String> errors) {
        return new OperationException(
                ErrorKind.VALIDATION_ERROR, message, errors, JsonNodeFactory.instance.objectNode(), null, null);
    }

    /** A request with one problem. */
    public static OperationException validation(String message) {
        return new OperationException(ErrorKind.VALIDATION_ERROR, message);
    }

    /** No such resource, such as {@code notFound("Distribution", "dist-1a2b3c4d")}. */
    public static OperationException notFound(String noun, String id) {
        return new OperationException(ErrorKind.NOT_FOUND, noun + " not found: " + id);
    }

    /** The state of things does not allow it. */
    public static OperationException conflict(String message) {
        return new OperationException(ErrorKind.CONFLICT, message);
    }

    /** The state of things does not allow it, for these reasons, each naming its field. */
    public static OperationException conflict(String message, List<String> errors) {
        return new OperationException(
                ErrorKind.CONFLICT, message, errors, JsonNodeFactory.instance.objectNode(), null, null);
    }

    /** Try again after this long; the cause, where AWS gave one, is never told. */
    public static OperationException throttled(String message, Duration retryAfter, @Nullable Throwable cause) {
        return new OperationException(
                ErrorKind.THROTTLED, message, List.of(), JsonNodeFactory.instance.objectNode(), retryAfter, cause);
    }

    /** This failure with one more member in the wire's {@code details}. */
    public OperationException with(String name, JsonNode value) {
        ObjectNode more = details.deepCopy();
        more.set(name, value);
        return new OperationException(kind, text(), errors, more, retryAfter, getCause());
    }

    /** What kind of failure it is. */
    public ErrorKind kind() {
        return kind;
    }

    /** The message; never null. */
    public String text() {
        return String.valueOf(getMessage());
    }

    /** Field problems; empty for most. */
    public List<String> errors() {
        return errors;
    }

    /** Machine-readable details; empty for most. */
    public ObjectNode details() {
        return details;
    }

    /** How long to wait before trying again, where that is known. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
