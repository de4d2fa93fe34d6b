// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallJournalTest {
    @TempDir
    private Path folder;

    @Test
    void writesOnceWhoCalledWhatOnWhat() throws Exception {
        Path file = folder.resolve("new/calls.jsonl");
        CallJournal journal = new CallJournal(file.toString());

        journal.add(call("reader", Set.of("s3:PutObject", "s3:GetObject"), List.of("b", "a")));
        journal.add(call("reader", Set.of("s3:GetObject", "s3:PutObject"), List.of("a", "b")));
        journal.add(call("writer", Set.of("s3:PutObject"), List.of("a")));

        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0)).matches("\\{\"began\":\\d{13}}");
        assertThat(lines.subList(1, lines.size()))
                .containsExactly(
                        "{\"identity\":\"reader\",\"actions\":[\"s3:GetObject\",\"s3:PutObject\"],\"resources\":[\"a\",\"b\"]}",
                        "{\"identity\":\"writer\",\"actions\":[\"s3:PutObject\"],\"resources\":[\"a\"]}");
    }

    @Test
    void beginsAnewWithEachProcess() throws Exception {
        Path file = folder.resolve("calls.jsonl");
        new CallJournal(file.toString()).add(call("earlier", Set.of("s3:GetObject"), List.of("a")));
        new CallJournal(file.toString()).add(call("later", Set.of("s3:GetObject"), List.of("a")));

        assertThat(Files.readString(file)).contains("later").doesNotContain("earlier");
    }

    @Test
    void writesNothingUnlessAskedTo() {
        new CallJournal("").add(call("anybody", Set.of("s3:GetObject"), List.of("a")));

        assertThat(folder).isEmptyDirectory();
    }

    private static Call call(String identity, Set<String> actions, List<String> resources) {
        return Call.arriving(1, VirtualClock.EPOCH, new Caller(identity, "us-east-1", true), "s3")
                .resolved(new Operation("Any", actions, resources, () -> TwinResponse.empty(200)));
    }
}
