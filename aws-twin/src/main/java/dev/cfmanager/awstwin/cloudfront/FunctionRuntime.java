// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.cloudfront.CloudFrontFunction.Version;
import dev.cfmanager.awstwin.javascript.JavaScript;
import dev.cfmanager.awstwin.javascript.Outcome;
import dev.cfmanager.awstwin.javascript.Program;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs CloudFront functions with the key value stores they are associated with. */
final class FunctionRuntime {
    /** AWS gives a function less than a millisecond; this only stops one that never ends. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final int MEMORY = 64 << 20;

    private final KeyValueStores stores;
    private final JavaScript javaScript = new JavaScript(LIMIT, MEMORY);

    FunctionRuntime(KeyValueStores stores) {
        this.stores = stores;
    }

    /** Calls the function's handler with an event. */
    Outcome run(Version function, String event) {
        Map<String, Map<String, String>> data = new LinkedHashMap<>();
        for (String arn : function.stores()) {
            data.put(arn.substring(arn.lastIndexOf('/') + 1), stores.values(arn));
        }
        return javaScript.call(Program.cloudFrontFunction(function.code(), event, data));
    }
}
