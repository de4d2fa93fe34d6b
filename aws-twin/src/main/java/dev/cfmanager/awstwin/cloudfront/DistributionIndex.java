// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/** The account's distributions, and the ways to find one: by id, domain name, alias and caller reference. */
final class DistributionIndex {
    private final MVMap<String, Distribution> byId;
    private final MVMap<String, String> idByDomain;
    private final MVMap<String, String> idByAlias;
    private final MVMap<String, Creation> byReference;

    DistributionIndex(State state) {
        this.byId = state.map("distributions");
        this.idByDomain = state.map("distributions.domains");
        this.idByAlias = state.map("distributions.aliases");
        this.byReference = state.map("distributions.references");
    }

    @Nullable
    Distribution find(String id) {
        return byId.get(id);
    }

    long size() {
        return byId.sizeAsLong();
    }

    /** Ids in order, from that one on. */
    java.util.Iterator<String> from(String id) {
        return byId.keyIterator(id);
    }

    /** Stores a new or changed distribution and keeps the ways to it. */
    void put(Distribution distribution) {
        Distribution before = byId.put(distribution.id(), distribution);
        if (before != null) {
            aliases(before.config()).forEach(idByAlias::remove);
        }
        aliases(distribution.config()).forEach(alias -> idByAlias.put(alias, distribution.id()));
        idByDomain.put(distribution.domainName(), distribution.id());
    }

    void remove(Distribution distribution) {
        byId.remove(distribution.id());
        idByDomain.remove(distribution.domainName());
        aliases(distribution.config()).forEach(idByAlias::remove);
        byReference.remove(distribution.config().textAt("CallerReference"));
    }

    /** The id of the distribution that has exactly this alias. */
    @Nullable
    String ownerOf(String alias) {
        return idByAlias.get(alias);
    }

    /**
     * The distribution that answers for a host name: the owner of the domain name or alias, else of the wildcard alias
     * that covers it. A more specific alias wins, as CloudFront does it.
     */
    Optional<Distribution> serving(String host) {
        String id = idByDomain.get(host);
        if (id == null) {
            id = idByAlias.get(host);
        }
        if (id == null && host.indexOf('.') > 0) {
            id = idByAlias.get("*" + host.substring(host.indexOf('.')));
        }
        return id == null ? Optional.empty() : Optional.ofNullable(byId.get(id));
    }

    /** What was created with a caller reference. */
    @Nullable
    Creation creation(String callerReference) {
        return byReference.get(callerReference);
    }

    void remember(String callerReference, Creation creation) {
        byReference.put(callerReference, creation);
    }

    static List<String> aliases(XmlElement config) {
        return config.textsAt("Aliases").stream()
                .map(alias -> alias.toLowerCase(Locale.ROOT))
                .toList();
    }

    /**
     * A creation, so that its repetition is recognised.
     *
     * @param id the distribution that it made
     * @param request the configuration as it was sent
     */
    record Creation(String id, XmlElement request) implements java.io.Serializable {}
}
