// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing by key: items, and the folders that a delimiter makes of the rest. Both count towards the
 * page's size.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-prefixes.html">prefixes and delimiters</a>
 * @param items in order
 * @param prefixes common prefixes, in order
 * @param truncated whether there is more
 * @param lastItem the last item, when the page ends with one; null when it ends with a prefix, or is empty
 * @param last the key or the prefix with which the page ends; empty when it is empty
 */
record Page<T>(
        List<T> items,
        List<String> prefixes,
        boolean truncated,
        @Nullable T lastItem,
        String last) {

    /**
     * What to list.
     *
     * @param bucket the bucket's name
     * @param prefix what keys must begin with; may be empty
     * @param delimiter what ends a folder's name; empty for none
     * @param after keys and prefixes up to and including this one are left out; may be empty
     * @param place storage place to begin at
     * @param max size of the page
     */
    record Query(String bucket, String prefix, String delimiter, String after, String place, int max) {

        /** What a request asks for with its prefix and its delimiter. */
        static Query of(S3Request request, Bucket bucket, String after, String place, int max) {
            return new Query(
                    bucket.name(),
                    request.query("prefix").orElse(""),
                    request.query("delimiter").orElse(""),
                    after,
                    place,
                    max);
        }
    }

    /**
     * Reads the page.
     *
     * @param source the items at a place and behind it, in order, to the end of the bucket
     * @param keys an item's key
     */
    static <T> Page<T> read(Function<String, Iterator<T>> source, Function<T, String> keys, Query query) {
        String begin = Keys.from(query.bucket(), query.prefix());
        String place = query.place().compareTo(begin) > 0 ? query.place() : begin;
        String orderedAfter = Keys.ordered(query.after());
        List<T> items = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        T lastItem = null;
        String last = "";
        Iterator<T> rest = source.apply(place);
        while (query.max() > 0 && rest.hasNext()) {
            T item = rest.next();
            String key = keys.apply(item);
            if (!key.startsWith(query.prefix())) {
                break;
            }
            String folder = folder(key, query);
            boolean shownBefore = !folder.isEmpty() && Keys.ordered(folder).compareTo(orderedAfter) <= 0;
            if (!shownBefore) {
                if (items.size() + prefixes.size() == query.max()) {
                    return new Page<>(items, prefixes, true, lastItem, last);
                }
                if (folder.isEmpty()) {
                    items.add(item);
                } else {
                    prefixes.add(folder);
                }
                lastItem = folder.isEmpty() ? item : null;
                last = folder.isEmpty() ? key : folder;
            }
            if (!folder.isEmpty()) {
                rest = source.apply(Keys.behind(Keys.from(query.bucket(), folder)));
            }
        }
        return new Page<>(items, prefixes, false, lastItem, last);
    }

    /** The folder a key lies in below the prefix; empty when it lies in none. */
    private static String folder(String key, Query query) {
        if (query.delimiter().isEmpty()) {
            return "";
        }
        int end = key.indexOf(query.delimiter(), query.prefix().length());
        return end < 0 ? "" : key.substring(0, end + query.delimiter().length());
    }
}
