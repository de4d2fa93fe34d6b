// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import java.util.Locale;

/** Where an origin is in its life. Spelt in lower case in the table and on the wire. */
public enum OriginState {
    /** Its create has begun and may have died half way; whoever creates or deletes it next goes on from there. */
    CREATING,
    /** Ready for distributions. */
    ACTIVE,
    /** Its delete has begun: nothing may start to use it. */
    DELETING;

    /** The word in the table and on the wire, such as {@code active}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static OriginState ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
