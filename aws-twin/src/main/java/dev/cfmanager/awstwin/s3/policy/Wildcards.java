// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3.policy;

/** Patterns of policies: {@code *} is any run of characters, {@code ?} any one. */
public final class Wildcards {
    private Wildcards() {}

    /** Whether the whole text fits the pattern, case-sensitively; linear in practice, no regular expression. */
    public static boolean match(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Whether a value stands for more than itself. */
    static boolean isPattern(String value) {
        return value.indexOf('*') >= 0 || value.indexOf('?') >= 0;
    }

    /** Compares ARNs part by part, each part with wildcards, so that {@code *} does not run over a colon before the resource. */
    public static boolean matchArn(String pattern, String arn) {
        String[] patterns = pattern.split(":", 6);
        String[] parts = arn.split(":", 6);
        if (patterns.length != parts.length || parts.length < 6) {
            return pattern.equals("*");
        }
        for (int i = 0; i < parts.length; i++) {
            if (!match(patterns[i], parts[i])) {
                return false;
            }
        }
        return true;
    }
}
