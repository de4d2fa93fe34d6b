// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.local.sam.Throttle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestLimitTest {

    @Test
    void admitsTheBurstAndThenOnlyTheRate() {
        AtomicLong nanos = new AtomicLong(7);
        RequestLimit limit = new RequestLimit(new Throttle(10, 3), nanos::get);

        assertThat(admitted(limit)).isEqualTo(3);

        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(200));
        assertThat(admitted(limit)).isEqualTo(2);

        nanos.addAndGet(TimeUnit.HOURS.toNanos(1));
        assertThat(admitted(limit)).as("never more than the burst").isEqualTo(3);
    }

    private static int admitted(RequestLimit limit) {
        int count = 0;
        while (limit.admit()) {
            count++;
        }
        return count;
    }
}
