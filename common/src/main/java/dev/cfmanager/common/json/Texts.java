// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.json;

/** What texts from clients may look like. */
public final class Texts {
    private static final char FIRST_THAT_XML_LACKS = '\ufffe';

    private Texts() {}

    /**
     * Whether a text has no control characters (line ends and tabs aside), no unpaired surrogates, and neither of the two
     * characters besides that XML, and so CloudFront and S3, cannot carry.
     *
     * @see <a href="https://www.w3.org/TR/xml/#charsets">XML: characters</a>
     */
    public static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t' || c >= FIRST_THAT_XML_LACKS) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            } else if (Character.isLowSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a text is fit to be a display name: well formed, one line, no markup characters. */
    public static boolean isName(String text) {
        return isWellFormed(text)
                && !text.isBlank()
                && text.chars().noneMatch(c -> c == '<' || c == '>' || Character.isISOControl(c));
    }
}
