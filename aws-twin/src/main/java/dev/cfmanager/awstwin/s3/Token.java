// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Continuation tokens: opaque to clients, the last name returned to us. */
final class Token {
    private static final String MARK = "1:";

    private Token() {}

    static String write(String last) {
        return Base64.getUrlEncoder().encodeToString((MARK + last).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The name in a token.
     *
     * @throws dev.cfmanager.awstwin.kernel.AwsError {@code InvalidArgument} when it is no token of ours
     */
    static String read(String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (text.startsWith(MARK)) {
                return text.substring(MARK.length());
            }
        } catch (IllegalArgumentException notBase64) {
            throw incorrect(token);
        }
        throw incorrect(token);
    }

    private static RuntimeException incorrect(String token) {
        return S3Errors.invalidArgument("continuation-token", token, "The continuation token provided is incorrect");
    }
}
