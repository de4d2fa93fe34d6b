// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Fields;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.json.Problems;
import dev.cfmanager.lambdaedge.RoutedOrigin;
import dev.cfmanager.lambdaedge.RoutingPolicy;
import dev.cfmanager.lambdaedge.RoutingRequests;
import dev.cfmanager.origins.OriginRepository;
import java.util.List;
import java.util.Optional;

/**
 * The configuration of a distribution whose viewers an edge function sends to one of several buckets. The server writes
 * origins and behaviour itself; of what a client sends, only what has nothing to do with routing is kept.
 */
public final class MultiOriginConfig {
    private static final List<String> KEPT =
            List.of("Comment", "Enabled", "PriceClass", "ViewerCertificate", "Aliases", "DefaultRootObject");
    private static final List<String> ROUTING = List.of(
            "/Origins", "/DefaultCacheBehavior/TargetOriginId", "/DefaultCacheBehavior/LambdaFunctionAssociations");
    private static final String OAI_PATH = "origin-access-identity/cloudfront/";

    private MultiOriginConfig() {}

    /**
     * Reads {@code defaultOriginId}, {@code additionalOriginIds} and {@code preset} or {@code regionMapping}, and looks the
     * origins up; empty, with every problem noted, when anything is unfit.
     */
    public static Optional<RoutingPolicy> policy(
            ObjectNode multiOriginConfig, OriginRepository origins, Problems problems) {
        ObjectNode request = Json.object();
        request.set("multiOriginConfig", multiOriginConfig);
        if (multiOriginConfig.has("origins")) { // a bucket that is not ours would not let the distribution read
            problems.add("multiOriginConfig.origins", "is not taken here: name managed origins by their ids");
            return Optional.empty();
        }
        return new Fields(request, problems).fields("multiOriginConfig").flatMap(fields -> new RoutingRequests(origins)
                .check(fields));
    }

    /** The configuration without what AWS has yet to make: the origin access identity and the function's version. */
    static ObjectNode of(RoutingPolicy policy, ObjectNode wanted) {
        ObjectNode config = Json.object();
        KEPT.stream().filter(wanted::hasNonNull).forEach(member -> config.set(member, wanted.get(member)));
        ArrayNode items = config.putObject("Origins").putArray("Items");
        policy.origins().forEach(origin -> items.add(origin(origin)));
        JsonNode asked = wanted.path("DefaultCacheBehavior");
        ObjectNode behavior = config.putObject("DefaultCacheBehavior")
                .put("TargetOriginId", policy.defaultOrigin().originId())
                .put("ViewerProtocolPolicy", asked.path("ViewerProtocolPolicy").asText("redirect-to-https"))
                .put("Compress", asked.path("Compress").asBoolean(true));
        ObjectNode methods = behavior.putObject("AllowedMethods");
        methods.putArray("Items").add("GET").add("HEAD");
        methods.putObject("CachedMethods").putArray("Items").add("GET").add("HEAD");
        behavior.putObject("TrustedSigners").put("Enabled", false).put("Quantity", 0);
        behavior.putObject("TrustedKeyGroups").put("Enabled", false).put("Quantity", 0);
        return config;
    }

    /** Whether a configuration names the identity and the function's version. */
    public static boolean isComplete(ObjectNode config) {
        return config.at("/DefaultCacheBehavior/LambdaFunctionAssociations/Quantity")
                        .asInt()
                > 0;
    }

    /** A copy that names them: all origins are read as that identity, and the version runs before they are asked. */
    public static ObjectNode complete(ObjectNode config, String oaiId, String versionArn) {
        ObjectNode complete = config.deepCopy();
        Part.origins(complete).forEach(origin -> origin.node()
                .withObjectProperty("S3OriginConfig")
                .put("OriginAccessIdentity", OAI_PATH + oaiId));
        ObjectNode associations = ((ObjectNode) complete.path("DefaultCacheBehavior"))
                .putObject("LambdaFunctionAssociations")
                .put("Quantity", 1);
        associations
                .putArray("Items")
                .addObject()
                .put("LambdaFunctionARN", versionArn)
                .put("EventType", "origin-request")
                .put("IncludeBody", false);
        return complete;
    }

    /** Notes what an update must leave to the edge function: the origins, the default one, and the function itself. */
    static void refuseRouting(ObjectNode live, ObjectNode wanted, Problems problems) {
        for (String member : ROUTING) {
            Delta delta = Delta.between(
                    Json.object().set("routing", live.at(member)), Json.object().set("routing", wanted.at(member)));
            if (!delta.isEmpty()) {
                problems.add("/config" + member, "belongs to the edge function and cannot be changed here");
            }
        }
    }

    private static ObjectNode origin(RoutedOrigin routed) {
        ObjectNode origin = Json.object()
                .put("Id", routed.originId())
                .put("DomainName", routed.domain())
                .put("OriginPath", "")
                .put("ConnectionAttempts", 3)
                .put("ConnectionTimeout", 10);
        origin.putObject("S3OriginConfig").put("OriginAccessIdentity", "");
        origin.putObject("OriginShield").put("Enabled", false);
        return origin;
    }
}
