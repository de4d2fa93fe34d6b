// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

/**
 * A call on its way, as faults see it.
 *
 * @param when {@code before} or {@code after} its effect
 */
record Moment(String when, Call call, TwinRequest request, TwinService service, VirtualClock clock) {

    Moment after() {
        return new Moment("after", call, request, service, clock);
    }

    @Override
    public String toString() {
        return when + " call " + call.number() + " " + call.name();
    }
}
