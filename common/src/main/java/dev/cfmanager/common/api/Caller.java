// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.api;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who calls, as the token's claims say; nothing in a request body adds to it.
 *
 * @param user claim {@code email}, else {@code cognito:username}, else {@code sub}, else {@code unknown}
 * @param subject claim {@code sub}, else the user
 * @param groups claim {@code cognito:groups}
 * @param authenticated whether there were claims at all
 */
public record Caller(String user, String subject, Set<String> groups, boolean authenticated) {

    /** Nobody: a request without claims. */
    public static final Caller NOBODY = new Caller("unknown", "unknown", Set.of(), false);

    /** The service itself, in scheduled work. */
    public static final Caller SYSTEM = new Caller("system", "system", Set.of(), false);

    /** Copies the groups. */
    public Caller {
        groups = Set.copyOf(groups);
    }

    /** Reads the claims that API Gateway hands over, all of them texts. */
    public static Caller ofClaims(Map<String, String> claims) {
        if (claims.isEmpty()) {
            return NOBODY;
        }
        String subject = claims.getOrDefault("sub", "");
        String user = claims.getOrDefault("email", claims.getOrDefault("cognito:username", subject));
        user = user.isBlank() ? "unknown" : user;
        return new Caller(
                user, subject.isBlank() ? user : subject, groups(claims.getOrDefault("cognito:groups", "")), true);
    }

    /** A REST API joins groups by commas, an HTTP API writes {@code [a b]}: both are understood. */
    private static Set<String> groups(String claim) {
        return Arrays.stream(claim.replace('[', ' ').replace(']', ' ').split("[,\\s]+"))
                .filter(group -> !group.isBlank())
                .collect(Collectors.toUnmodifiableSet());
    }
}
