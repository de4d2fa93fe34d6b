// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.Json;
import java.io.Serializable;

/** A name for a version, as stored. */
record Alias(String functionArn, String name, String version, String description, String revisionId)
        implements Serializable {

    ObjectNode toJson() {
        ObjectNode json = Json.object();
        json.put("AliasArn", functionArn + ":" + name);
        json.put("Name", name);
        json.put("FunctionVersion", version);
        json.put("Description", description);
        json.put("RevisionId", revisionId);
        return json;
    }
}
