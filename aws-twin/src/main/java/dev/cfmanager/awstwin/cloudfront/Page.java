// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a list in order of its keys.
 *
 * @param items the items of the page
 * @param nextMarker the key of the last item when more follow; empty on the last page
 */
record Page<T>(List<T> items, String nextMarker) {

    /**
     * Reads a page from keys that come in order from the marker on; costs what the page holds, whatever the list holds.
     *
     * @param keys the keys from {@code marker} on, the marker itself possibly first
     * @param markerOf what a caller sends to go on after that key
     */
    static <K, T> Page<T> read(
            Iterator<K> keys, String marker, int maxItems, Function<K, String> markerOf, Function<K, T> item) {
        List<T> items = new ArrayList<>();
        String last = "";
        while (keys.hasNext()) {
            K key = keys.next();
            String itsMarker = markerOf.apply(key);
            if (itsMarker.equals(marker)) {
                continue;
            }
            if (items.size() == maxItems) {
                return new Page<>(items, last);
            }
            items.add(item.apply(key));
            last = itsMarker;
        }
        return new Page<>(items, "");
    }

    /** CloudFront's list document with {@code Marker} and {@code IsTruncated}. */
    XmlElement marked(String name, Exchange exchange, Function<T, XmlElement> render) {
        List<XmlElement> members = new ArrayList<>();
        members.add(XmlElement.of("Marker", exchange.marker()));
        if (!nextMarker.isEmpty()) {
            members.add(XmlElement.of("NextMarker", nextMarker));
        }
        members.add(XmlElement.of("MaxItems", exchange.maxItems()));
        members.add(XmlElement.of("IsTruncated", !nextMarker.isEmpty()));
        return finish(name, members, render);
    }

    /** CloudFront's newer list document: only {@code NextMarker}, {@code MaxItems} and {@code Quantity}. */
    XmlElement plain(String name, Exchange exchange, Function<T, XmlElement> render) {
        List<XmlElement> members = new ArrayList<>();
        if (!nextMarker.isEmpty()) {
            members.add(XmlElement.of("NextMarker", nextMarker));
        }
        members.add(XmlElement.of("MaxItems", exchange.maxItems()));
        return finish(name, members, render);
    }

    private XmlElement finish(String name, List<XmlElement> members, Function<T, XmlElement> render) {
        members.add(XmlElement.of("Quantity", items.size()));
        if (!items.isEmpty()) {
            members.add(XmlElement.of("Items", items.stream().map(render).toList()));
        }
        return XmlElement.of(name, members);
    }
}
