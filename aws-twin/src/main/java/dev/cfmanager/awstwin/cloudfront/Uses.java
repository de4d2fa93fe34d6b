// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.h2.mvstore.MVMap;

/**
 * Which distribution uses which resource, so that a resource in use is not deleted and its users can be counted and
 * listed without reading every distribution. Written under the account's lock.
 */
final class Uses {
    static final String LAMBDA = "lambda";
    static final String FUNCTION = "function";
    /** Any Lambda@Edge function at all, for the quota on distributions that have one. */
    static final String ANY_LAMBDA = "any-lambda";

    private static final char SEPARATOR = '\u0001';

    private final MVMap<String, String> uses;

    Uses(State state) {
        this.uses = state.map("uses");
    }

    /** The resources that a distribution configuration names. */
    static Set<Use> of(XmlElement config) {
        Set<Use> found = new LinkedHashSet<>();
        for (XmlElement origin : config.itemsAt("Origins")) {
            add(found, ResourceKind.ORIGIN_ACCESS_CONTROL.usage(), origin.textAt("OriginAccessControlId"));
            add(found, ResourceKind.ORIGIN_ACCESS_IDENTITY.usage(), OriginNames.accessIdentity(origin));
        }
        for (XmlElement behavior : Behaviors.of(config)) {
            add(found, ResourceKind.CACHE_POLICY.usage(), behavior.textAt("CachePolicyId"));
            add(found, ResourceKind.ORIGIN_REQUEST_POLICY.usage(), behavior.textAt("OriginRequestPolicyId"));
            add(found, ResourceKind.RESPONSE_HEADERS_POLICY.usage(), behavior.textAt("ResponseHeadersPolicyId"));
            for (XmlElement association : behavior.itemsAt("LambdaFunctionAssociations")) {
                add(found, LAMBDA, association.textAt("LambdaFunctionARN"));
                add(found, ANY_LAMBDA, "*");
            }
            for (XmlElement association : behavior.itemsAt("FunctionAssociations")) {
                add(found, FUNCTION, association.textAt("FunctionARN"));
            }
        }
        return found;
    }

    private static void add(Set<Use> found, String kind, String id) {
        if (!id.isEmpty()) {
            found.add(new Use(kind, id));
        }
    }

    /** Notes that a user now uses {@code after} instead of {@code before}. */
    void replace(String user, Set<Use> before, Set<Use> after) {
        for (Use use : before) {
            if (!after.contains(use)) {
                uses.remove(use.prefix() + user);
            }
        }
        for (Use use : after) {
            if (!before.contains(use)) {
                uses.put(use.prefix() + user, "");
            }
        }
    }

    boolean inUse(Use use) {
        return !users(use, "", 1).isEmpty();
    }

    /** The users of a resource after a marker, in order of their ids, at most {@code limit}. */
    List<String> users(Use use, String marker, int limit) {
        List<String> users = new ArrayList<>();
        String prefix = use.prefix();
        Iterator<String> keys = uses.keyIterator(prefix + marker);
        while (keys.hasNext() && users.size() < limit) {
            String key = keys.next();
            if (!key.startsWith(prefix)) {
                break;
            }
            String user = key.substring(prefix.length());
            if (!user.equals(marker)) {
                users.add(user);
            }
        }
        return users;
    }

    /** How many users a resource has, counted no further than {@code limit}. */
    int count(Use use, int limit) {
        return users(use, "", limit).size();
    }

    /**
     * A resource in use.
     *
     * @param kind what it is
     * @param id its id or ARN
     */
    record Use(String kind, String id) {
        String prefix() {
            return kind + SEPARATOR + id + SEPARATOR;
        }
    }
}
