// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.suppressed;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class TwinExtensionTest {
    private static final List<Twin> LENT = new ArrayList<>();

    @Test
    void lendsOneTwinPerTestAndClosesIt() {
        LENT.clear();

        Events events = run(Twice.class);

        assertThat(events.succeeded().count()).isEqualTo(2);
        assertThat(LENT).hasSize(2).doesNotHaveDuplicates();
        assertThat(LENT).allMatch(twin -> twin.kernel().store().isClosed());
    }

    @Test
    void aFailureShowsTheLineThatReplaysIt() {
        run(Failing.class)
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(finishedWithFailure(
                                message("on purpose"),
                                suppressed(
                                        0,
                                        message(text -> text.contains(
                                                "replay(\"seed=7; s3:PutObject call=2 fail 503 SlowDown\")"))))));
    }

    private static Events run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.conditions.deactivate", "*")
                .selectors(selectClass(tests))
                .execute()
                .testEvents();
    }

    @ExtendWith(TwinExtension.class)
    static class Twice {
        private Twin early;

        @BeforeEach
        void remember(Twin twin) {
            early = twin;
        }

        @Test
        void one(Twin twin) {
            assertThat(twin).isSameAs(early);
            LENT.add(twin);
        }

        @Test
        void other(Twin twin) {
            LENT.add(twin);
        }
    }

    static class Failing {
        @RegisterExtension
        static final TwinExtension TWINS =
                TwinExtension.of(() -> Twin.builder().seed(7).start());

        @Test
        void fails(Twin twin) {
            twin.faults().on("s3", "PutObject").call(2).fail(503, "SlowDown");
            throw new IllegalStateException("on purpose");
        }
    }
}
