// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last answers to reads, for scripts with stale reads; the {@value #KEPT} most recent. */
final class Recollection {
    private static final int KEPT = 1_000;

    private final Map<String, TwinResponse> answers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TwinResponse> eldest) {
            return size() > KEPT;
        }
    };

    synchronized @Nullable TwinResponse of(Moment moment) {
        return answers.get(key(moment));
    }

    synchronized void keep(Moment moment, TwinResponse answer) {
        answers.put(key(moment), answer);
    }

    synchronized void clear() {
        answers.clear();
    }

    private static String key(Moment moment) {
        Call call = moment.call();
        TwinRequest request = moment.request();
        return String.join(
                " ",
                call.caller().identity(),
                call.name(),
                request.host(),
                request.rawPath(),
                request.query().toString(),
                request.bodyText());
    }
}
