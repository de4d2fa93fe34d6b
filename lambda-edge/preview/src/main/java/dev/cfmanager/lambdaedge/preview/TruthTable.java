// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.preview;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.lambdaedge.EdgeCode;
import dev.cfmanager.lambdaedge.RegionGroup;
import dev.cfmanager.lambdaedge.RoutedOrigin;
import dev.cfmanager.lambdaedge.RoutingPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What generated code does, found by running it: for every region and path, where the request goes.
 *
 * @param rows regions in order of their names, last the row of a region that the code does not know
 */
record TruthTable(List<Row> rows) {

    /** Runs the code for every region of the presets and the policy, and for none, with every path. */
    static TruthTable of(EdgeCode code, RoutingPolicy policy, List<String> paths) {
        Sandbox sandbox = new Sandbox(code);
        List<String> events = paths.stream()
                .map(path -> OriginRequestEvent.of(path, policy.defaultOrigin()))
                .toList();
        List<Row> rows = new ArrayList<>();
        for (Optional<String> region : regions(policy)) {
            List<Sandbox.Outcome> outcomes = sandbox.run(region, events);
            for (int i = 0; i < paths.size(); i++) {
                rows.add(Row.of(region, paths.get(i), outcomes.get(i), policy));
            }
        }
        return new TruthTable(rows);
    }

    private static List<Optional<String>> regions(RoutingPolicy policy) {
        TreeSet<String> names = new TreeSet<>(policy.regionMapping().keySet());
        Arrays.stream(RegionGroup.values()).forEach(group -> names.addAll(group.regions()));
        List<Optional<String>> regions = new ArrayList<>();
        names.forEach(name -> regions.add(Optional.of(name)));
        regions.add(Optional.empty());
        return regions;
    }

    /** The rows on the wire; {@code region} is null in the row of an unknown one, absent members had no value. */
    ArrayNode toJson() {
        ArrayNode array = Json.array();
        rows.forEach(row -> array.add(row.toJson()));
        return array;
    }

    /**
     * Where one request goes.
     *
     * @param region where the code runs; empty for a region it does not know
     * @param path the request's path
     * @param originId our id of the origin chosen; empty when it is none of ours
     * @param domain the origin's host; empty when the code failed
     * @param hostHeader the header sent there; empty when the code failed
     * @param error why the code failed
     */
    record Row(
            Optional<String> region,
            String path,
            Optional<String> originId,
            Optional<String> domain,
            Optional<String> hostHeader,
            Optional<String> error) {

        static Row of(Optional<String> region, String path, Sandbox.Outcome outcome, RoutingPolicy policy) {
            Optional<String> domain = outcome.at("/origin/s3/domainName");
            return new Row(
                    region,
                    outcome.at("/uri").orElse(path),
                    policy.origins().stream()
                            .filter(origin -> domain.equals(Optional.of(origin.domain())))
                            .findFirst()
                            .map(RoutedOrigin::originId),
                    domain,
                    outcome.at("/headers/host/0/value"),
                    outcome.error());
        }

        ObjectNode toJson() {
            ObjectNode json = Json.object().put("region", region.orElse(null)).put("path", path);
            originId.ifPresent(value -> json.put("originId", value));
            domain.ifPresent(value -> json.put("domain", value));
            hostHeader.ifPresent(value -> json.put("hostHeader", value));
            error.ifPresent(value -> json.put("error", value));
            return json;
        }
    }
}
