// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private final CounterService counter = new CounterService();
    private final Kernel kernel = kernel(1, counter);

    @Test
    void failsOneCallBeforeItsEffect() throws Exception {
        kernel.faults().on("counter", "Add").call(2).fail(503, "ServiceUnavailable");

        assertThat(statuses("Add", 3)).containsExactly(200, 503, 200);
        assertThat(counter.count).hasValue(2);
        assertThat(kernel.calls().all().get(1).errorCode()).isEqualTo("ServiceUnavailable");
    }

    @Test
    void failsAfterTheEffect() throws Exception {
        kernel.faults().on("counter", "Add").afterEffect().fail(500, "InternalError");

        assertThat(statuses("Add", 1)).containsExactly(500);
        assertThat(counter.count).hasValue(1);
    }

    @Test
    void countsCallsThatTheServiceRefuses() throws Exception {
        kernel.faults().on("*", "*").call(2).afterEffect().fail(500, "InternalError");

        assertThat(statuses("Refuse", 3)).containsExactly(409, 500, 409);
    }

    @Test
    void strikesFromACallOnAndOnlySoOften() throws Exception {
        kernel.faults().on("counter", "*").fromCall(2).times(2).fail(500, "InternalError");

        assertThat(statuses("Add", 5)).containsExactly(200, 500, 500, 200, 200);
    }

    @Test
    void strikesOnlyTheCallerItMeans() throws Exception {
        kernel.identify("AKIAPOLLER", "check-status");
        kernel.faults().on("counter", "Add").by("check-status").fail(500, "InternalError");

        assertThat(status("Add")).isEqualTo(200);
        assertThat(kernel.handle(CounterService.request("Add", "AKIAPOLLER", "x"))
                        .status())
                .isEqualTo(500);
    }

    @Test
    void crashesThroughTheClientAndRemembersTheCall() {
        kernel.faults().on("counter", "Add").afterEffect().crash();

        assertThatThrownBy(() -> status("Add")).isInstanceOf(TwinCrash.class).hasMessageContaining("after call 1");
        assertThat(counter.count).hasValue(1);
        assertThat(kernel.calls().count("counter:Add")).isEqualTo(1);
        assertThat(kernel.faults().fired()).containsExactly("call 1 counter:Add: crash");
    }

    @Test
    void losesTheRequestOrOnlyTheAnswer() throws Exception {
        kernel.faults().on("counter", "Add").call(1).loseConnection();
        kernel.faults().on("counter", "Add").call(2).afterEffect().loseConnection();

        assertThatThrownBy(() -> status("Add")).isInstanceOf(IOException.class);
        assertThat(counter.count).hasValue(0);
        assertThatThrownBy(() -> status("Add")).isInstanceOf(IOException.class);
        assertThat(counter.count).hasValue(1);
    }

    @Test
    void throttlesWithABucketThatRefillsInVirtualTime() throws Exception {
        kernel.faults().on("counter", "*").throttle(2.0, 3);

        assertThat(statuses("Add", 5)).containsExactly(200, 200, 200, 400, 400);
        assertThat(kernel.calls().all().get(3).errorCode()).isEqualTo("Throttling");
        kernel.clock().advance(Duration.ofMillis(500));
        assertThat(statuses("Add", 2)).containsExactly(200, 400);
        kernel.clock().advance(Duration.ofHours(1));
        assertThat(statuses("Add", 4)).containsExactly(200, 200, 200, 400);
    }

    @Test
    void delaysInVirtualTimeAndLetsOtherRulesApply() throws Exception {
        List<String> happened = new ArrayList<>();
        kernel.clock().scheduleIn(Duration.ofSeconds(5), () -> happened.add("task"));
        kernel.faults().on("counter", "Add").delay(Duration.ofSeconds(10));
        kernel.faults().on("counter", "Add").fail(504, "GatewayTimeout");

        assertThat(status("Add")).isEqualTo(504);
        assertThat(kernel.clock().instant()).isEqualTo(VirtualClock.EPOCH.plusSeconds(10));
        assertThat(happened).containsExactly("task");
    }

    @Test
    void answersReadsStaleUntilTheRuleIsOver() throws Exception {
        kernel.faults().on("counter", "*").fromCall(3).times(2).stale();

        assertThat(body("GetCount")).isEqualTo("0");
        assertThat(body("Add")).isEqualTo("1");
        assertThat(body("GetCount")).isEqualTo("0");
        assertThat(body("Add")).as("writes are never stale").isEqualTo("2");
        assertThat(body("GetCount")).isEqualTo("2");
    }

    @Test
    void replacesTheAnswer() throws Exception {
        kernel.faults().on("counter", "Add").answer(200, "<Error/>");

        assertThat(body("Add")).isEqualTo("<Error/>");
        assertThat(counter.count).hasValue(1);
    }

    @Test
    void theSameSeedStrikesTheSameCallsWhateverOtherRulesSee() throws Exception {
        CounterService otherCounter = new CounterService();
        Kernel other = kernel(1, otherCounter);
        kernel.faults().on("counter", "Add").probability(0.5).fail(500, "InternalError");
        other.faults().on("counter", "Add").probability(0.5).fail(500, "InternalError");
        other.faults().on("counter", "GetCount").probability(0.5).fail(500, "InternalError");

        List<Integer> here = statuses("Add", 50);
        List<Integer> there = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            there.add(other.handle(CounterService.request("Add")).status());
            other.handle(CounterService.request("GetCount"));
        }

        assertThat(there).isEqualTo(here);
        assertThat(here).contains(200, 500);
        assertThat(outcomes(kernel(2, new CounterService()))).isNotEqualTo(here);
    }

    @Test
    void printsALineThatReplaysIt() throws Exception {
        Faults script = kernel.faults();
        script.on("counter", "Add").by("a b").call(2).afterEffect().fail(503, "ServiceUnavailable");
        script.on("*", "*").fromCall(3).times(4).probability(0.25).crash();
        script.on("counter", "Add").loseConnection();
        script.on("counter", "*").delay(Duration.ofMillis(1500));
        script.on("counter", "*").throttle(5);
        script.on("counter", "GetCount").stale();
        script.on("counter", "Add").answer(200, "<Error>a; b</Error>");
        String line = script.toString();
        Faults replayed = new Faults(99);

        replayed.replay(line);

        assertThat(replayed).hasToString(line);
        assertThat(line)
                .startsWith("seed=1; counter:Add by=a+b call=2 after fail 503 ServiceUnavailable; "
                        + "*:* from=3 times=4 p=0.25 crash; counter:Add lose; counter:* delay PT1.5S; ");
    }

    @Test
    void replayStrikesAsTheOriginalDid() throws Exception {
        kernel.faults().on("counter", "Add").probability(0.3).fail(500, "InternalError");
        String line = kernel.faults().toString();
        List<Integer> original = statuses("Add", 30);

        kernel.faults().replay(line);

        assertThat(statuses("Add", 30)).isEqualTo(original);
    }

    @Test
    void refusesALineItCannotReplay() {
        Faults script = kernel.faults();

        assertThatThrownBy(() -> script.replay("counter:Add explode")).hasMessageContaining("counter:Add explode");
        assertThatThrownBy(() -> script.replay("counter:Add crash twice")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> script.replay("counter:Add when=later crash"))
                .isInstanceOf(IllegalArgumentException.class);
        script.clear();
        script.on("counter", "Add").answer(response -> response);
        assertThatThrownBy(() -> new Faults(1).replay(script.toString()))
                .hasRootCauseMessage("no effect that a line can replay: custom");
    }

    @Test
    void clearLeavesNothing() throws Exception {
        kernel.faults().on("*", "*").crash();
        kernel.faults().clear();

        assertThat(status("Add")).isEqualTo(200);
        assertThat(kernel.faults()).hasToString("seed=1");
    }

    private static Kernel kernel(long seed, CounterService service) {
        Kernel kernel = new Kernel(new VirtualClock(VirtualClock.EPOCH), new Store(null), seed);
        kernel.add(service);
        return kernel;
    }

    private static List<Integer> outcomes(Kernel other) throws IOException {
        other.faults().on("counter", "Add").probability(0.5).fail(500, "InternalError");
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            statuses.add(other.handle(CounterService.request("Add")).status());
        }
        return statuses;
    }

    private List<Integer> statuses(String operation, int calls) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            statuses.add(status(operation));
        }
        return statuses;
    }

    private int status(String operation) throws IOException {
        return kernel.handle(CounterService.request(operation)).status();
    }

    private String body(String operation) throws IOException {
        return kernel.handle(CounterService.request(operation)).bodyText();
    }
}
