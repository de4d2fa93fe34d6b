// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Percent-decoding of one path component: unlike form decoding, a plus sign stays a plus sign. */
final class PathComponent {
    private PathComponent() {}

    /** The decoded text, or empty when an escape is broken or the bytes are not UTF-8. */
    static Optional<String> decode(String raw) {
        if (raw.indexOf('%') < 0) {
            return Optional.of(raw);
        }
        byte[] encoded = raw.getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] != '%') {
                decoded.put(encoded[i]);
                continue;
            }
            if (i + 2 >= encoded.length) {
                return Optional.empty();
            }
            int high = Character.digit(encoded[i + 1], 16);
            int low = Character.digit(encoded[i + 2], 16);
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            decoded.put((byte) (high * 16 + low));
            i += 2;
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(decoded.flip())
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
