// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.common.json.Json;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidityTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "PT720H,        30, false, false",
        "PT719H59M59S,  29, true,  false",
        "PT24H,          1, true,  false",
        "PT23H59M59.999S, 0, true, false",
        "PT0.001S,       0, true,  false",
        "PT0S,           0, true,  true",
        "PT-0.001S,     -1, true,  true",
        "PT-24H,        -1, true,  true",
        "PT-24H-0.001S, -2, true,  true"
    })
    void countsWholeDaysDownwardsAndBelowZeroOnceExpired(Duration left, long days, boolean soon, boolean expired) {
        var json = Json.object();

        Validity.between(NOW, NOW.plus(left)).addTo(json);

        assertThat(json)
                .isEqualTo(Json.object()
                        .put("daysUntilExpiration", days)
                        .put("isExpiringSoon", soon)
                        .put("isExpired", expired));
    }

    @Test
    void isZeroDaysOnTheLastOne() {
        assertThat(Validity.between(NOW, NOW.plus(Duration.ofHours(1))).days()).isZero();
    }
}
