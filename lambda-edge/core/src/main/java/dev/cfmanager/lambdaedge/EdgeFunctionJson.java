// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import org.jspecify.annotations.Nullable;

/** Edge functions on the wire. Members without a value are left out. */
public final class EdgeFunctionJson {
    private EdgeFunctionJson() {}

    /**
     * A function in a list: {@code functionId, id, functionName, functionArn, versionArn, preset, status, originsCount,
     * distributionId, errorMessage, createdBy, createdAt, updatedAt}.
     */
    public static ObjectNode item(EdgeFunction function) {
        ObjectNode json = Json.object()
                .put("functionId", function.functionId())
                .put("id", function.functionId())
                .put("functionName", function.functionName());
        put(json, "functionArn", function.functionArn());
        put(json, "versionArn", function.versionArn());
        json.put("preset", function.policy().preset())
                .put("status", function.status().wire())
                .put("originsCount", function.policy().origins().size());
        put(json, "distributionId", function.distributionId());
        put(json, "errorMessage", function.errorMessage());
        return json.put("createdBy", function.createdBy())
                .put("createdAt", function.createdAt())
                .put("updatedAt", function.updatedAt());
    }

    /** A function with all that is known of it: the item, {@code codeContent, sha256, origins, regionMapping, version}. */
    public static ObjectNode full(EdgeFunction function) {
        ObjectNode json = item(function)
                .put("codeContent", function.codeContent())
                .put("sha256", function.code().sha256());
        json.set("origins", function.policy().originsToJson());
        json.set("regionMapping", function.policy().regionMappingToJson());
        return json.put("version", function.version());
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
