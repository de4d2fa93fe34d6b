// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import java.util.Locale;

/** What started a run. */
public enum Trigger {
    /** The daily schedule. */
    SCHEDULE,
    /** The fetcher wrote a file. */
    SOURCE_EVENT,
    /** An administrator asked for it. */
    API,
    /** An earlier run left something unfinished. */
    RECOVERY;

    /** As it stands in a run's record: {@code schedule}, {@code source-event}, {@code api}, {@code recovery}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
