// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.cloudfront.OriginAccessIdentities;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Origin access identities that a test makes up. */
final class KnownIdentities implements OriginAccessIdentities {
    private final Map<String, String> canonicalUsers = new ConcurrentHashMap<>();

    void add(String id, String canonicalUser) {
        canonicalUsers.put(id, canonicalUser);
    }

    void remove(String id) {
        canonicalUsers.remove(id);
    }

    @Override
    public Optional<String> canonicalUser(String originAccessIdentityId) {
        return Optional.ofNullable(canonicalUsers.get(originAccessIdentityId));
    }

    @Override
    public Optional<String> identityOf(String canonicalUserId) {
        return canonicalUsers.entrySet().stream()
                .filter(entry -> entry.getValue().equals(canonicalUserId))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
