// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import java.util.Locale;

/** How much the deletion of an origin may take away. Spelt in lower case in the table. */
public enum Removal {
    /** The bucket, if there is nothing in it. */
    IF_EMPTY,
    /** The bucket and everything in it. */
    WITH_CONTENT;

    /** The word in the table, such as {@code with-content}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Removal ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
