// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.preview;

import java.util.List;
import java.util.Random;

/** Texts made to break out of whatever they are put into, by seed. */
final class HostileTexts {
    private static final List<String> PIECES = List.of(
            "\"",
            "'",
            "`",
            "\\",
            "${process.exit(1)}",
            "\u2028",
            "\u2029",
            "*/",
            "/*",
            "//",
            "<!--",
            "-->",
            "</script>",
            "__proto__",
            "constructor",
            "\n",
            "\r\n",
            "\u0000",
            "\ud800",
            "\udc00",
            "😀",
            "\");globalThis.pwned=1;(\"",
            "'};pwned=1;//",
            "]]);pwned=1;new Map([[",
            "\\u0022;pwned=1;\\u0022",
            "eval('pwned=1')",
            "%22",
            "\ufeff",
            "\u202e",
            "a",
            "us-east-1",
            "bucket",
            ".s3.us-east-1.amazonaws.com");
    private static final int LONGEST = 64 * 1024;

    private final Random random;

    HostileTexts(long seed) {
        this.random = new Random(seed);
    }

    /** One to eight pieces; one text in two hundred is 64 KB long. */
    String next() {
        StringBuilder text = new StringBuilder();
        int pieces = 1 + random.nextInt(8);
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        if (random.nextInt(200) == 0) {
            return text.toString().repeat(LONGEST / text.length() + 1).substring(0, LONGEST);
        }
        return text.toString();
    }
}
