// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {

    @TempDir
    private Path folder;

    @Test
    void keepsWhatWasCommittedInItsFolder() {
        try (Store store = new Store(folder)) {
            store.<String>map("things").put("a", "1");
            store.commit();
        }

        try (Store store = new Store(folder)) {
            assertThat(store.<String>map("things")).containsEntry("a", "1");
            assertThat(store.onDisk()).isTrue();
        }
    }

    @Test
    void anInterruptedThreadDoesNoHarm() {
        try (Store store = new Store(folder)) {
            Thread.currentThread().interrupt();
            store.<String>map("things").put("a", "1");
            store.commit();
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();

            store.<String>map("things").put("b", "2");
            store.commit();
        }

        try (Store store = new Store(folder)) {
            assertThat(store.<String>map("things")).containsEntry("a", "1").containsEntry("b", "2");
        }
    }

    @Test
    void doesNotGrowWithEveryCommit() throws Exception {
        try (Store store = new Store(folder)) {
            for (int i = 0; i < 2_000; i++) {
                store.<String>map("things").put("key" + i % 50, "value ".repeat(100) + i);
                store.commit();
            }
        }

        assertThat(Files.size(folder.resolve("twin.mv"))).isLessThan(2_000_000);
    }

    @Test
    void oneFolderIsOpenOnce() {
        Store first = new Store(folder);

        assertThatThrownBy(() -> new Store(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(folder.toString());
        first.close();
        new Store(folder).close();
    }
}
