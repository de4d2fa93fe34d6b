// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import java.util.Iterator;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;

/** Reading ordered maps by range. */
final class Ranges {
    private Ranges() {}

    /** The values of all keys in a range, both ends included, in order; a snapshot, read as it is walked. */
    static <V> Iterator<V> values(MVMap<String, V> map, String from, String to) {
        Cursor<String, V> cursor = map.cursor(from, to, false);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return cursor.hasNext();
            }

            @Override
            public V next() {
                cursor.next();
                return cursor.getValue();
            }
        };
    }
}
