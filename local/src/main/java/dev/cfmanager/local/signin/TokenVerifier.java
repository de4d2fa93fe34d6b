// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Checks ID tokens as API Gateway's Cognito authorizer does, and gives the claims in the texts it hands to functions.
 *
 * @see <a href="https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html">Verifying tokens</a>
 */
public final class TokenVerifier {
    /** API Gateway passes times on like this: {@code Sat Nov 21 10:07:33 UTC 2026}. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final RSAKey key;
    private final UserPool pool;
    private final InstantSource realTime;

    /** A verifier for tokens that one pool issued, signed with that key. */
    public TokenVerifier(RSAKey key, UserPool pool, InstantSource realTime) {
        this.key = key;
        this.pool = pool;
        this.realTime = realTime;
    }

    /**
     * The claims of a valid token.
     *
     * @param header the {@code Authorization} header: the token, with or without {@code Bearer} in front
     * @throws RefusedToken when the token is anything but valid
     */
    public Map<String, String> verify(String header) throws RefusedToken {
        String token = header.regionMatches(true, 0, "Bearer ", 0, 7) ? header.substring(7) : header;
        JWTClaimsSet claims = verified(token.trim());
        Instant now = realTime.instant();
        Date expires = claims.getExpirationTime();
        if (expires == null || !now.isBefore(expires.toInstant())) {
            throw new RefusedToken("The incoming token has expired");
        }
        Date notBefore = claims.getNotBeforeTime();
        boolean ours = pool.issuer().equals(claims.getIssuer())
                && claims.getAudience().stream().anyMatch(pool.clients()::contains)
                && "id".equals(claims.getClaim("token_use"))
                && (notBefore == null || !now.isBefore(notBefore.toInstant()));
        if (!ours) {
            throw new RefusedToken("Unauthorized");
        }
        return texts(claims);
    }

    private JWTClaimsSet verified(String token) throws RefusedToken {
        try {
            SignedJWT signed = SignedJWT.parse(token); // refuses alg "none": an unsigned token is of another type
            boolean genuine = JWSAlgorithm.RS256.equals(signed.getHeader().getAlgorithm())
                    && key.getKeyID().equals(signed.getHeader().getKeyID())
                    && signed.verify(new RSASSAVerifier(key));
            if (!genuine) {
                throw new RefusedToken("Unauthorized");
            }
            return signed.getJWTClaimsSet();
        } catch (ParseException | JOSEException e) {
            throw new RefusedToken("Unauthorized", e);
        }
    }

    private static Map<String, String> texts(JWTClaimsSet claims) {
        Map<String, String> texts = new LinkedHashMap<>();
        new TreeMap<>(claims.getClaims()).forEach((name, value) -> {
            if (value != null) {
                texts.put(name, text(value));
            }
        });
        return texts;
    }

    private static String text(Object value) {
        if (value instanceof Date date) {
            return TIME.format(date.toInstant());
        }
        if (value instanceof Collection<?> several) {
            return several.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        return String.valueOf(value);
    }

    /** A token that opens nothing. */
    public static final class RefusedToken extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedToken(String reason) {
            super(reason);
        }

        RefusedToken(String reason, Throwable cause) {
            super(reason, cause);
        }

        /** What API Gateway tells the caller. */
        public String reason() {
            return String.valueOf(getMessage());
        }
    }
}
