// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The simple members: {@code CallerReference} is the server's alone, {@code Comment} is the name where none is given,
 * and everything else has its default.
 */
final class Basics implements ConfigRule {
    /** The most characters CloudFront takes in a comment. */
    static final int MAX_COMMENT = 128;

    @Override
    public void apply(ConfigDraft draft) {
        ObjectNode config = draft.config();
        config.remove("CallerReference");
        String comment = config.path("Comment").asText("");
        config.put("Comment", cut(comment.isBlank() ? draft.name() : comment));
        if (!config.has("Enabled")) {
            config.put("Enabled", true);
        }
        if (!config.has("PriceClass")) {
            config.put("PriceClass", "PriceClass_100");
        }
        if (!config.has("IsIPV6Enabled")) {
            config.put("IsIPV6Enabled", true);
        }
        config.put("HttpVersion", "http2and3");
    }

    /** The text's first 128 characters, no character cut in half. */
    static String cut(String text) {
        if (text.length() <= MAX_COMMENT) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_COMMENT - 1)) ? MAX_COMMENT - 1 : MAX_COMMENT;
        return text.substring(0, end);
    }
}
