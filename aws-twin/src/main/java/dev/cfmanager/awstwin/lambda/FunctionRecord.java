// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import java.io.Serializable;
import java.util.Map;

/**
 * A function as stored, beside its versions.
 *
 * @param lastVersion the number of the version published last; 0 before the first
 * @param tags in order of their keys
 */
record FunctionRecord(String arn, long lastVersion, Map<String, String> tags) implements Serializable {

    FunctionRecord published(long version) {
        return new FunctionRecord(arn, version, tags);
    }

    FunctionRecord tagged(Map<String, String> newTags) {
        return new FunctionRecord(arn, lastVersion, newTags);
    }
}
