// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.certificates.list;

import dev.cfmanager.common.dynamo.Hashes;
import dev.cfmanager.common.error.OperationException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** ACM's {@code NextToken} as ours: safe in a URL, and with a checksum that tells it from a damaged or foreign one. */
final class AcmToken {
    private static final int CHECKSUM_CHARACTERS = 16;
    private static final int MAX_LENGTH = 20_000; // ACM's own has up to 10,000

    private AcmToken() {}

    static String write(String acmToken) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((checksum(acmToken) + acmToken).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * ACM's token.
     *
     * @throws OperationException VALIDATION_ERROR when {@link #write} did not make it
     */
    static String read(String token) {
        if (token.length() <= MAX_LENGTH) {
            try {
                String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
                if (text.length() > CHECKSUM_CHARACTERS) {
                    String acmToken = text.substring(CHECKSUM_CHARACTERS);
                    if (text.startsWith(checksum(acmToken))) {
                        return acmToken;
                    }
                }
            } catch (IllegalArgumentException e) {
                // answered below, with the same words as for a wrong checksum
            }
        }
        throw OperationException.validation("nextToken: is not a token of this list; start again without it, or send"
                + " one exactly as it was given");
    }

    private static String checksum(String acmToken) {
        return Hashes.sha256("certificates\n" + acmToken).substring(0, CHECKSUM_CHARACTERS);
    }
}
