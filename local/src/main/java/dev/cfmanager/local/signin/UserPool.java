// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.signin;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * A user pool of the template: who issues its tokens, for which clients, and which groups it has.
 *
 * @param id such as {@code eu-west-1_Ab3dE6gH9}
 * @param region where it stands
 * @param clients ids of its app clients
 * @param groups names of its groups
 */
public record UserPool(String id, String region, Set<String> clients, Set<String> groups) {

    /** A pool that has no client and no group yet. */
    public static UserPool empty(String id, String region) {
        return new UserPool(id, region, new ConcurrentSkipListSet<>(), new ConcurrentSkipListSet<>());
    }

    /**
     * The {@code iss} claim of its tokens.
     *
     * @see <a href="https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html">Verifying tokens</a>
     */
    public String issuer() {
        return "https://cognito-idp." + region + ".amazonaws.com/" + id;
    }
}
