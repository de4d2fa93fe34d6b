// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.local.sam.FunctionDefinition;
import org.junit.jupiter.api.Test;

/** Applying a template runs the creation of a distribution in its own function. */
class ApplyTemplateTest {
    @Test
    void hasWhatTheCreationOfADistributionHas() {
        FunctionDefinition creates = function("CreateDistributionFunction");
        FunctionDefinition applies = function("ApplyTemplateFunction");

        assertThat(applies.environment()).containsAllEntriesOf(creates.environment());
        assertThat(applies.managedPolicies()).containsAll(creates.managedPolicies());
        assertThat(applies.statements()).containsAll(creates.statements());
    }

    private static FunctionDefinition function(String logicalId) {
        return Blueprint.functions().stream()
                .filter(function -> function.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow();
    }
}
