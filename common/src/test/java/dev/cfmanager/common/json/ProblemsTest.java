// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    private final Problems problems = new Problems();

    @Test
    void nothingFoundEndsNothing() {
        assertThatCode(() -> problems.throwIfAny("Invalid")).doesNotThrowAnyException();
    }

    @Test
    void conflictsAloneAreAConflict() {
        problems.addConflict("name", "is taken");

        assertThat(end().kind()).isEqualTo(ErrorKind.CONFLICT);
        assertThat(end().text()).isEqualTo("name: is taken");
        assertThat(end().errors()).containsExactly("name: is taken");
    }

    @Test
    void conflictsAreReportedWithWhatIsWrong() {
        problems.addConflict("name", "is taken");
        problems.add("/config/Origins", "is required");

        assertThat(end().kind()).isEqualTo(ErrorKind.VALIDATION_ERROR);
        assertThat(end().text()).isEqualTo("Invalid: name: is taken; /config/Origins: is required");
        assertThat(end().errors()).containsExactly("name: is taken", "/config/Origins: is required");
    }

    private OperationException end() {
        return catchThrowableOfType(OperationException.class, () -> problems.throwIfAny("Invalid"));
    }
}
