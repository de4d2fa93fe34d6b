// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import java.util.List;
import java.util.Random;

/** Texts as an attacker, or an accident, would send them; repeatable by the seed of the random source. */
public final class Hostile {
    private static final List<String> PIECES = List.of(
            "a",
            "bucket",
            "Z",
            "0",
            "1",
            "7",
            "-",
            ".",
            "..",
            "--",
            "_",
            "*",
            "?",
            "/",
            "\\",
            "\"",
            "'",
            "`",
            "<",
            ">",
            "<script>",
            "${aws:username}",
            "{{x}}",
            "%2F",
            "%00",
            "\u0000",
            "\n",
            "\r\n",
            "\t",
            " ",
            "é",
            "日本",
            "\uD83D\uDE00",
            "\uD800",
            "arn:aws:s3:::",
            "\",\"Effect\":\"Allow\",\"Principal\":\"*\"",
            "xn--",
            "-s3alias",
            "--ol-s3",
            "s3.",
            "10.0.0.1",
            ",",
            ";",
            ":",
            "@",
            "#",
            "&",
            "=",
            "+",
            "~",
            "$",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "|",
            "^",
            "\u202E",
            "\u2028");
    private static final String BUCKET_CHARACTERS = "abz019-.";

    private Hostile() {}

    /** Up to eight pieces of mischief in a row; may be empty. */
    public static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int pieces = random.nextInt(9);
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    /** A text of the characters of bucket names, often but not always a fit name; now and then with mischief in it. */
    public static String bucketLike(Random random) {
        StringBuilder name = new StringBuilder();
        int length = random.nextInt(70);
        for (int i = 0; i < length; i++) {
            name.append(BUCKET_CHARACTERS.charAt(random.nextInt(BUCKET_CHARACTERS.length())));
        }
        return random.nextInt(5) == 0 ? name + text(random) : name.toString();
    }
}
