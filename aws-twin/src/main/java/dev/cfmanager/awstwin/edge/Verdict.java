// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;

/** What edge code made of a request. */
sealed interface Verdict {

    /** Go on with this request, to this origin. */
    record Proceed(TwinRequest request, Origin origin) implements Verdict {}

    /** Answer with this; the origin is not asked. */
    record Answer(TwinResponse response) implements Verdict {}
}
