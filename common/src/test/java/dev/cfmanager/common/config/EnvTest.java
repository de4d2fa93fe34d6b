// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EnvTest {

    @Test
    void namesTheVariableThatIsMissing() {
        for (Env env : new Env[] {Env.of(Map.of()), Env.of(Map.of("ORIGINS_TABLE", " "))}) {
            assertThatThrownBy(() -> env.require(EnvironmentVariable.ORIGINS_TABLE))
                    .isInstanceOfSatisfying(OperationException.class, failure -> {
                        assertThat(failure.kind()).isEqualTo(ErrorKind.SERVER_MISCONFIGURED);
                        assertThat(failure.text()).contains("ORIGINS_TABLE");
                    });
        }
    }

    @Test
    void readsPositiveNumbersOnly() {
        assertThat(Env.of(Map.of()).positive(EnvironmentVariable.HISTORY_TTL_DAYS, 365))
                .isEqualTo(365);
        assertThat(Env.of(Map.of("HISTORY_TTL_DAYS", "7")).positive(EnvironmentVariable.HISTORY_TTL_DAYS, 365))
                .isEqualTo(7);
        for (String bad : new String[] {"0", "-1", "x", "1.5"}) {
            assertThatThrownBy(() ->
                            Env.of(Map.of("HISTORY_TTL_DAYS", bad)).positive(EnvironmentVariable.HISTORY_TTL_DAYS, 1))
                    .as(bad)
                    .isInstanceOf(OperationException.class);
        }
    }

    @Test
    void makesIdsInTheirShapeAndRepeatableFromASeed() {
        assertThat(IdSource.secure().next("dist")).matches("dist-[0-9a-f]{8}");
        assertThat(IdSource.seeded(7).hex8()).isEqualTo(IdSource.seeded(7).hex8());
        UUID uuid = IdSource.secure().uuid();
        assertThat(uuid.version()).isEqualTo(4);
    }
}
