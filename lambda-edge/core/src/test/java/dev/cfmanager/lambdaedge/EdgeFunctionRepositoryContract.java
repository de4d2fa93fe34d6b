// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every keeper of edge functions does. */
interface EdgeFunctionRepositoryContract {

    EdgeFunctionRepository repository();

    static EdgeFunction sample(int number) {
        EdgeFunction function = SampleFunctions.begun(number);
        return number % 2 == 0
                ? function
                : function.toBuilder().distributionId("dist-00000001").build();
    }

    @Test
    default void givesBackWhatWasKept() {
        EdgeFunction function = sample(1);

        assertThat(repository().create(function)).isTrue();
        assertThat(repository().find(function.functionId())).contains(function);
    }

    @Test
    default void findsNothingUnderAnUnknownId() {
        assertThat(repository().find("func-ffffffff")).isEmpty();
    }

    @Test
    default void keepsTheFirstOfTwoWithOneId() {
        EdgeFunction first = sample(1);
        repository().create(first);

        EdgeFunction second = first.toBuilder().createdBy("somebody else").build();

        assertThat(repository().create(second)).isFalse();
        assertThat(repository().find(first.functionId())).contains(first);
    }

    @Test
    default void aChangeCountsTheVersionUpAndMayRemoveAttributes() {
        EdgeFunction made =
                sample(1).toBuilder().functionArn("arn").errorMessage("no").build();
        repository().create(made);

        Optional<EdgeFunction> saved = repository()
                .save(made.toBuilder().errorMessage(null).status("active").build());

        assertThat(saved).isPresent();
        assertThat(saved.get().version()).isEqualTo(2);
        assertThat(repository().find(made.functionId())).isEqualTo(saved);
        assertThat(saved.get().errorMessage()).isNull();
    }

    @Test
    default void aChangeOfAnOldVersionIsNotWritten() {
        EdgeFunction function = sample(1);
        repository().create(function);
        Optional<EdgeFunction> winner =
                repository().save(function.toBuilder().status("active").build());

        Optional<EdgeFunction> loser =
                repository().save(function.toBuilder().status("failed").build());

        assertThat(loser).isEmpty();
        assertThat(repository().find(function.functionId())).isEqualTo(winner);
    }

    @Test
    default void aChangeDoesNotBringBackWhatWasRemoved() {
        EdgeFunction function = sample(1);
        repository().create(function);
        assertThat(repository().remove(function)).isTrue();

        assertThat(repository().save(function)).isEmpty();
        assertThat(repository().find(function.functionId())).isEmpty();
    }

    @Test
    default void onlyTheLatestVersionCanBeRemoved() {
        EdgeFunction function = sample(1);
        repository().create(function);
        EdgeFunction changed = repository().save(function).orElseThrow();

        assertThat(repository().remove(function)).isFalse();
        assertThat(repository().remove(changed)).isTrue();
        assertThat(repository().find(function.functionId())).isEmpty();
    }

    @Test
    default void listsPageByPageWithoutCode() {
        for (int i = 0; i < 5; i++) {
            repository().create(sample(i));
        }

        Page<EdgeFunction> first = repository().list(new PageRequest(3, Optional.empty()));
        Page<EdgeFunction> second = repository().list(new PageRequest(3, first.nextToken()));

        assertThat(first.items()).hasSize(3).allSatisfy(function -> assertThat(function.codeContent())
                .isEmpty());
        assertThat(second.items()).hasSize(2);
        assertThat(second.nextToken()).isEmpty();
        assertThat(first.items().get(0).policy().origins()).containsExactly(Buckets.VIRGINIA, Buckets.TOKYO);
    }

    @Test
    default void findsTheIdsWithAStatusOldestFirst() {
        for (int i = 4; i >= 0; i--) {
            repository().create(sample(i));
        }
        repository().save(sample(2).toBuilder().status("pending_deletion").build());

        assertThat(repository().idsWith(EdgeFunctionStatus.CREATING))
                .containsExactly("func-00000000", "func-00000001", "func-00000003", "func-00000004");
        assertThat(repository().idsWith(EdgeFunctionStatus.PENDING_DELETION)).containsExactly("func-00000002");
        assertThat(repository().idsWith(EdgeFunctionStatus.ACTIVE)).isEmpty();
    }
}
