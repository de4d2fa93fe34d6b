// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Signs ID tokens for development, with the claims that Cognito puts in. Tokens live in real time, because whoever
 * carries them does.
 *
 * @see <a href="https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html">The ID token</a>
 */
public final class TokenIssuer {
    /** How long a token is valid: what the template's app client says too. */
    public static final Duration VALIDITY = Duration.ofHours(1);

    private final RSAKey key;
    private final UserPool pool;
    private final InstantSource realTime;

    /** An issuer of tokens for one pool. */
    public TokenIssuer(RSAKey key, UserPool pool, InstantSource realTime) {
        this.key = key;
        this.pool = pool;
        this.realTime = realTime;
    }

    /** The groups that the pool knows. */
    public List<String> groups() {
        return List.copyOf(pool.groups());
    }

    /**
     * A token for a user who is in that group, or in none. The same group always gives the same user.
     *
     * @throws IllegalArgumentException when the pool has no such group, or no client
     */
    public String idToken(Optional<String> group) {
        group.filter(name -> !pool.groups().contains(name)).ifPresent(unknown -> {
            throw new IllegalArgumentException(
                    "There is no group '" + unknown + "'. The groups are: " + String.join(", ", pool.groups()) + ".");
        });
        String client = pool.clients().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The user pool has no app client."));
        String name = group.map(TokenIssuer::lowered).orElse("nobody");
        String subject = UUID.nameUUIDFromBytes((pool.id() + "/" + name).getBytes(StandardCharsets.UTF_8))
                .toString();
        Instant now = realTime.instant();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(pool.issuer())
                .audience(client)
                .subject(subject)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(VALIDITY)))
                .claim("auth_time", now.getEpochSecond())
                .claim("token_use", "id")
                .claim("cognito:username", subject)
                .claim("email", name + "@example.com")
                .claim("email_verified", true);
        group.ifPresent(member -> claims.claim("cognito:groups", List.of(member)));
        return sign(claims.build());
    }

    private String sign(JWTClaimsSet claims) {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("the signing key does not sign", e);
        }
        return token.serialize();
    }

    private static String lowered(String group) {
        return group.toLowerCase(java.util.Locale.ROOT);
    }
}
