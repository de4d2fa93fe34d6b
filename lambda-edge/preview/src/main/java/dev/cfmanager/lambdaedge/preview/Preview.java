// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.preview;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Fields;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.lambdaedge.EdgeCode;
import dev.cfmanager.lambdaedge.Preset;
import dev.cfmanager.lambdaedge.RoutingPolicy;
import java.util.List;
import java.util.Optional;

/**
 * A routing policy before anything is made of it.
 *
 * @param policy the policy
 * @param code what it would be deployed as, byte for byte
 * @param truthTable what that code did when it ran
 */
record Preview(RoutingPolicy policy, EdgeCode code, TruthTable truthTable) {
    private static final int MOST_PATHS = 20;
    private static final int LONGEST_PATH = 1024;
    private static final int FEWEST_ORIGINS = 2;

    /** Compiles the policy and runs it for every region with these paths. */
    static Preview of(RoutingPolicy policy, List<String> paths) {
        EdgeCode code = EdgeCode.of(policy);
        return new Preview(policy, code, TruthTable.of(code, policy, paths));
    }

    /** The sample paths of a request: {@code paths}, up to {@value #MOST_PATHS} that begin with a slash; else the root. */
    static List<String> paths(Fields body) {
        List<String> paths = body.texts("paths", MOST_PATHS, LONGEST_PATH);
        for (int i = 0; i < paths.size(); i++) {
            if (!paths.get(i).startsWith("/")) {
                body.problem("paths[" + i + "]", "must begin with a slash");
            }
        }
        return paths.isEmpty() ? List.of("/") : paths;
    }

    /** The preview on the wire: code, checksum, mapping and truth table. */
    ObjectNode toJson() {
        ObjectNode json = Json.object()
                .put("codeContent", code.source())
                .put("functionCode", code.source())
                .put("sha256", code.sha256());
        Optional<Preset> preset = Preset.of(policy.preset());
        json.set("preset", preset.map(Preset::toJson).orElseGet(Preview::custom));
        json.set("regionMapping", policy.regionMappingToJson());
        ObjectNode resolved = json.putObject("resolvedMapping");
        policy.resolved().forEach((region, origin) -> resolved.put(region, origin.domain()));
        json.set("truthTable", truthTable.toJson());
        json.putObject("metadata")
                .put("totalRegions", policy.regionMapping().size())
                .put("originsProvided", policy.origins().size())
                .put("originsRequired", preset.map(Preset::requiredOrigins).orElse(FEWEST_ORIGINS));
        return json;
    }

    private static ObjectNode custom() {
        return Json.object()
                .put("id", RoutingPolicy.CUSTOM)
                .put("name", "Custom map")
                .put("description", "Regions mapped to origins one by one")
                .put("requiredOrigins", FEWEST_ORIGINS);
    }
}
