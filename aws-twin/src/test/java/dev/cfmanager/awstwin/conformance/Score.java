// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.conformance;

import java.io.PrintStream;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/** How an endpoint did, per service; printed when all tests have run. */
final class Score implements AutoCloseable {
    private final URI endpoint;
    private final PrintStream out;
    private final Map<String, Tally> tallies = new TreeMap<>();

    Score(URI endpoint) {
        this(endpoint, System.out);
    }

    Score(URI endpoint, PrintStream out) {
        this.endpoint = endpoint;
        this.out = out;
    }

    synchronized void passed(String service) {
        tallies.merge(service, new Tally(1, 0, 0), Tally::plus);
    }

    synchronized void failed(String service) {
        tallies.merge(service, new Tally(0, 1, 0), Tally::plus);
    }

    synchronized void leftOut(String service) {
        tallies.merge(service, new Tally(0, 0, 1), Tally::plus);
    }

    @Override
    public synchronized void close() {
        Tally all = tallies.values().stream().reduce(new Tally(0, 0, 0), Tally::plus);
        out.printf("Conformance of %s%n", endpoint);
        tallies.forEach(this::print);
        print("all", all);
    }

    private void print(String service, Tally tally) {
        out.printf(
                "  %-12s %3d of %3d as AWS does, %d left out (they need the twin)%n",
                service, tally.passed(), tally.passed() + tally.failed(), tally.leftOut());
    }

    private record Tally(int passed, int failed, int leftOut) {
        Tally plus(Tally other) {
            return new Tally(passed + other.passed, failed + other.failed, leftOut + other.leftOut);
        }
    }
}
