// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import java.util.HexFormat;

/** Texts as JavaScript string literals that cannot be anything else, wherever they stand in a source file. */
final class JavaScriptLiteral {
    private static final HexFormat HEX = HexFormat.of();

    private JavaScriptLiteral() {}

    /**
     * The literal, in double quotes. Only ASCII letters, digits and {@code . - _ :} and the space stand for themselves;
     * everything else is escaped as UTF-16 code units, so that quotes, line separators, comment ends, template marks and
     * closing tags never appear, whatever the text.
     */
    static String of(String text) {
        StringBuilder literal = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 128 && (Character.isLetterOrDigit(c) || ".-_: ".indexOf(c) >= 0)) {
                literal.append(c);
            } else {
                literal.append("\\u").append(HEX.toHexDigits(c));
            }
        }
        return literal.append('"').toString();
    }
}
