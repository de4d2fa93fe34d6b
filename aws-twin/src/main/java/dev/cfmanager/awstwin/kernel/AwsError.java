// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.util.LinkedHashMap;
import java.util.Map;

/** A refusal, as the service itself would word it; each service renders it in its own protocol. */
public final class AwsError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Map<String, String> members;

    /** An error with the HTTP status and code that AWS documents for it. */
    public AwsError(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    /** An error with further members beside code and message, such as S3's {@code BucketName}. */
    public AwsError(int status, String code, String message, Map<String, String> members) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.members = new LinkedHashMap<>(members);
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** The service's error code, such as {@code NoSuchDistribution}. */
    public String code() {
        return code;
    }

    /** The message; never null. */
    public String text() {
        return String.valueOf(getMessage());
    }

    /** Further members of the error; empty for most. */
    public Map<String, String> members() {
        return members;
    }
}
