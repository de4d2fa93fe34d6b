// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CallerTest {

    @Test
    void readsGroupsInEitherForm() {
        assertThat(Caller.ofClaims(Map.of("sub", "1", "cognito:groups", "A,B")).groups())
                .containsExactlyInAnyOrder("A", "B");
        assertThat(Caller.ofClaims(Map.of("sub", "1", "cognito:groups", "[A B]"))
                        .groups())
                .containsExactlyInAnyOrder("A", "B");
        assertThat(Caller.ofClaims(Map.of("sub", "1")).groups()).isEmpty();
    }

    @Test
    void prefersTheEmailThenTheUsernameThenTheSubject() {
        assertThat(Caller.ofClaims(Map.of("sub", "s", "cognito:username", "u", "email", "e@x"))
                        .user())
                .isEqualTo("e@x");
        assertThat(Caller.ofClaims(Map.of("sub", "s", "cognito:username", "u")).user())
                .isEqualTo("u");
        assertThat(Caller.ofClaims(Map.of("sub", "s")).user()).isEqualTo("s");
        assertThat(Caller.ofClaims(Map.of()).authenticated()).isFalse();
    }

    @Test
    void decodesAPathComponentOnceAndLeavesPlusAlone() {
        assertThat(PathComponent.decode("arn%3Aaws%3Aacm%2Fx+y")).contains("arn:aws:acm/x+y");
        assertThat(PathComponent.decode("%252F")).contains("%2F");
        assertThat(PathComponent.decode("%ZZ")).isEmpty();
        assertThat(PathComponent.decode("%2")).isEmpty();
        assertThat(PathComponent.decode("%FF")).isEmpty();
    }
}
