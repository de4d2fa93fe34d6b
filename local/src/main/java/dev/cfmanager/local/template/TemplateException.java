// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.template;

/** The template asks for something that cannot be had; the message names the place and the reason, for its author. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message such as {@code CreateOriginFunction.Handler is missing}. */
    public TemplateException(String message) {
        super(message);
    }

    /** With what led to it. */
    public TemplateException(String message, Throwable cause) {
        super(message, cause);
    }
}
