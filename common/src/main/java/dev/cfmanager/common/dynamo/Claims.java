// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.dynamo;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Texts that a write takes or gives up for its item. Each is a small item of its own in the same table: its key is the
 * text, its attribute {@code claimedBy} the key of the item that has it. They are written in one transaction with the
 * item, so that a crash leaves neither without the other, and two writers cannot both see a text free. A text must not
 * look like the key of an item of the table's own.
 *
 * @param owner key of the item
 * @param exclusive taken, and refused when another item has it
 * @param noted taken, whoever had it before: a trace for those who ask, no promise
 * @param released given up
 */
public record Claims(String owner, List<String> exclusive, List<String> noted, List<String> released) {

    /** Copies the lists. */
    public Claims {
        exclusive = List.copyOf(exclusive);
        noted = List.copyOf(noted);
        released = List.copyOf(released);
    }

    /** What changes when an item that had these texts is to have those. */
    public static Claims between(
            String owner,
            Collection<String> exclusiveBefore,
            Collection<String> exclusiveAfter,
            Collection<String> notedBefore,
            Collection<String> notedAfter) {
        Set<String> released = minus(exclusiveBefore, exclusiveAfter);
        released.addAll(minus(notedBefore, notedAfter));
        return new Claims(
                owner,
                List.copyOf(minus(exclusiveAfter, exclusiveBefore)),
                List.copyOf(minus(notedAfter, notedBefore)),
                List.copyOf(released));
    }

    /** Whether nothing is taken or given up. */
    public boolean none() {
        return exclusive.isEmpty() && noted.isEmpty() && released.isEmpty();
    }

    private static Set<String> minus(Collection<String> all, Collection<String> without) {
        Set<String> left = new LinkedHashSet<>(all);
        left.removeAll(Set.copyOf(without));
        return left;
    }

    /** Another item has a text that was to be exclusive; nothing was written. */
    public static final class TakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String text;
        private final String holder;

        /** The text, and the key of the item that has it. */
        public TakenException(String text, String holder) {
            super(text + " is claimed by " + holder);
            this.text = text;
            this.holder = holder;
        }

        /** The text. */
        public String text() {
            return text;
        }

        /** Key of the item that has it. */
        public String holder() {
            return holder;
        }
    }
}
