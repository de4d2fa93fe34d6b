// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local;

import java.util.Set;

/**
 * Which host names mean this machine. Every other name belongs to a viewer of some distribution, which also keeps a web
 * page that lets its own name point to 127.0.0.1 away from the API.
 */
final class Hosts {
    private static final Set<String> OWN = Set.of("localhost", "127.0.0.1", "[::1]", "");

    private Hosts() {}

    static boolean isOwn(String host) {
        return OWN.contains(host);
    }
}
