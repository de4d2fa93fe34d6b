// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeFunctionNameTest {

    @Test
    void dotsAndSpacesOfADistributionsNameBecomeHyphens() {
        assertThat(EdgeFunctionName.of("www.example.com, new site", "func-1a2b3c4d"))
                .isEqualTo("www-example-com-new-site-multi-origin-func-1a2b3c4d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "...",
                "日本語サイト",
                "a.b c.d e.f g.h i.j k.l m.n o.p q.r s.t u.v w.x y.z 0.1 2.3 4.5 6.7 8.9 a.b c.d e.f g.h i.j k.l m.n o.p q.r s.t u.v w.x y.z",
                "this-name-is-cut-right-behind-a-hyphen-so-that-it-would-end-in-one"
            })
    void everyNameIsLegalAndCarriesTheInfixThatPermissionsAreGrantedOn(String displayName) {
        String name = EdgeFunctionName.of(displayName, "func-1a2b3c4d");

        assertThat(name).matches("[A-Za-z0-9_-]{1,64}").endsWith("-multi-origin-func-1a2b3c4d");
    }
}
