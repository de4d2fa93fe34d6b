// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenVerifierTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final RSAKey KEY = SigningKey.of(Optional.empty());
    private static final UserPool POOL = pool();

    private final TokenVerifier verifier = new TokenVerifier(KEY, POOL, InstantSource.fixed(NOW));
    private final TokenIssuer issuer = new TokenIssuer(KEY, POOL, InstantSource.fixed(NOW));

    @Test
    void givesTheClaimsOfAnIssuedTokenAsTheTextsThatFunctionsGet() throws Exception {
        Map<String, String> claims = verifier.verify("Bearer " + issuer.idToken(Optional.of("Administrators")));

        assertThat(claims)
                .containsEntry("cognito:groups", "Administrators")
                .containsEntry("email", "administrators@example.com")
                .containsEntry("email_verified", "true")
                .containsEntry("aud", "client-1")
                .containsEntry("token_use", "id")
                .containsEntry("iss", "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_pool")
                .containsEntry("auth_time", String.valueOf(NOW.getEpochSecond()))
                .containsEntry("exp", "Wed Mar 04 06:06:07 UTC 2026")
                .containsEntry("sub", claims.get("cognito:username"));
    }

    @Test
    void takesATokenWithoutBearerToo() throws Exception {
        assertThat(verifier.verify(issuer.idToken(Optional.empty()))).doesNotContainKey("cognito:groups");
    }

    @Test
    void joinsSeveralGroupsWithCommas() throws Exception {
        String token = signed(claims -> claims.claim("cognito:groups", List.of("A", "B")));

        assertThat(verifier.verify(token)).containsEntry("cognito:groups", "A,B");
    }

    @Test
    void refusesExpiredTokensInApiGatewaysWords() throws Exception {
        String token = signed(claims -> claims.expirationTime(Date.from(NOW)));

        assertThatThrownBy(() -> verifier.verify(token)).hasMessage("The incoming token has expired");
    }

    @Test
    void refusesEveryOtherFlaw() throws Exception {
        RSAKey otherKey = SigningKey.of(Optional.empty());
        RSAKey sameNameOtherKey =
                new RSAKey.Builder(otherKey).keyID(KEY.getKeyID()).build();
        String good = issuer.idToken(Optional.of("Administrators"));
        List<String> flawed = List.of(
                "",
                "Bearer",
                "not.a.token",
                good.substring(0, good.length() - 8),
                good.substring(0, good.lastIndexOf('.') + 1),
                good + "x",
                tampered(good),
                new PlainJWT(claims().build()).serialize(),
                sign(JWSAlgorithm.RS256, otherKey.getKeyID(), new RSASSASigner(otherKey), claims()),
                sign(JWSAlgorithm.RS256, KEY.getKeyID(), new RSASSASigner(sameNameOtherKey), claims()),
                sign(JWSAlgorithm.RS512, KEY.getKeyID(), new RSASSASigner(KEY), claims()),
                sign(
                        JWSAlgorithm.HS256,
                        KEY.getKeyID(),
                        new MACSigner(KEY.toRSAPublicKey().getEncoded()),
                        claims()),
                signed(claims -> claims.issuer("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_other")),
                signed(claims -> claims.audience("client-of-another-pool")),
                signed(claims -> claims.audience((String) null)),
                signed(claims -> claims.claim("token_use", "access")),
                signed(claims -> claims.notBeforeTime(Date.from(NOW.plusSeconds(1)))));

        for (String token : flawed) {
            assertThatThrownBy(() -> verifier.verify(token))
                    .as(token)
                    .isInstanceOf(TokenVerifier.RefusedToken.class)
                    .hasMessage("Unauthorized");
        }
    }

    @Test
    void refusesATokenThatNeverExpires() throws Exception {
        String token = signed(claims -> claims.expirationTime(null));

        assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(TokenVerifier.RefusedToken.class);
    }

    @Test
    void refusesToIssueForAGroupThePoolDoesNotHave() {
        assertThatThrownBy(() -> issuer.idToken(Optional.of("Kings")))
                .hasMessage("There is no group 'Kings'. The groups are: Administrators, ReadOnly.");
    }

    @Test
    void keepsItsKeyInTheDataFolder(@TempDir Path folder) {
        RSAKey first = SigningKey.of(Optional.of(folder.resolve("new")));
        RSAKey second = SigningKey.of(Optional.of(folder.resolve("new")));

        assertThat(second).isEqualTo(first).isNotEqualTo(KEY);
        assertThat(folder.resolve("new").toFile().list()).containsExactly("signing-key.json");
    }

    private static String tampered(String token) {
        String[] parts = token.split("\\.", -1);
        return parts[0] + "."
                + new PlainJWT(claims().claim("cognito:groups", List.of("ReadOnly"))
                                .build())
                        .serialize()
                        .split("\\.", -1)[1]
                + "." + parts[2];
    }

    private static String signed(Consumer<JWTClaimsSet.Builder> change) throws Exception {
        JWTClaimsSet.Builder claims = claims();
        change.accept(claims);
        return sign(JWSAlgorithm.RS256, KEY.getKeyID(), new RSASSASigner(KEY), claims);
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(POOL.issuer())
                .audience("client-1")
                .subject("somebody")
                .claim("token_use", "id")
                .expirationTime(Date.from(NOW.plus(Duration.ofMinutes(5))));
    }

    private static String sign(JWSAlgorithm algorithm, String keyId, JWSSigner signer, JWTClaimsSet.Builder claims)
            throws Exception {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims.build());
        token.sign(signer);
        return token.serialize();
    }

    private static UserPool pool() {
        UserPool pool = UserPool.empty("eu-west-1_pool", "eu-west-1");
        pool.clients().add("client-1");
        pool.groups().addAll(Set.of("Administrators", "ReadOnly"));
        return pool;
    }
}
