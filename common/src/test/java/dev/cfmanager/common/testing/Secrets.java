// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.testing;

import dev.cfmanager.awstwin.kernel.Kernel;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What comes in with requests and must not come out again: a token, a password, a presigned URL, an e-mail address, an
 * account's id, and whatever shows how the code is built. Every {@link GatewayCall} carries them, and every answer and
 * every log line of every test is looked through for them.
 */
public final class Secrets {
    /** A token as Cognito's look. */
    public static final String TOKEN =
            "eyJraWQiOiJwbGFudGVkIiwiYWxnIjoiUlMyNTYifQ.eyJzdWIiOiJwbGFudGVkIn0.cGxhbnRlZC1zaWduYXR1cmU";

    /** A password. */
    public static final String PASSWORD = "Planted-Passw0rd!";

    /** A URL that lets anybody read an object. */
    public static final String PRESIGNED_URL =
            "https://planted.s3.amazonaws.com/object?X-Amz-Algorithm=AWS4-HMAC-SHA256"
                    + "&X-Amz-Credential=AKIAPLANTED000000000%2F20260101%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Signature="
                    + "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    /** The caller's address. */
    public static final String EMAIL = "user@example.com";

    private static final List<String> NEVER = List.of(TOKEN, PASSWORD, PRESIGNED_URL.replaceAll(".*Signature=", ""));
    private static final Pattern STACK_FRAME = Pattern.compile(
            "\\bat [\\w.$]+\\(|\\.java:\\d+|(?:java|dev|software|com)\\.[\\w.$]+(?:Exception|Error)\\b");

    private Secrets() {}

    /**
     * Looks through a log line. Frames may stand there: an operator needs them.
     *
     * @throws AssertionError naming what is in it
     */
    public static void refuseInLog(String line) {
        refuse("the log", line, NEVER);
        refuse("the log", line, List.of(EMAIL, Kernel.ACCOUNT));
    }

    /**
     * Looks through an answer. Records name who made them, and ARNs name the account, so these two count in failures only,
     * and only when the request did not bring them; a conflict may say whose change, or which distribution, it met.
     *
     * @param request all of the request
     * @throws AssertionError naming what is in it
     */
    public static void refuseInAnswer(String request, int status, String body) {
        refuse("an answer", body, NEVER);
        if (status >= 400) {
            if (status != 409) {
                refuse("a failure", body, List.of(EMAIL));
                refuse("a failure", request.contains(Kernel.ACCOUNT) ? "" : body, List.of(Kernel.ACCOUNT));
            }
            if (STACK_FRAME.matcher(body).find()) {
                throw new AssertionError("a failure shows how the code is built: " + body);
            }
        }
    }

    private static void refuse(String where, String text, List<String> secrets) {
        for (String secret : secrets) {
            if (text.contains(secret)) {
                throw new AssertionError(where + " holds " + secret + ": " + text);
            }
        }
    }
}
