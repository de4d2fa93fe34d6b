// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;

/** A distribution on the wire. */
public final class DistributionJson {
    private DistributionJson() {}

    /**
     * As an item of a list: {@code {id, distributionId, cloudfrontId, name, status, domainName, origin, isMultiOrigin,
     * type, createdAt, updatedAt, lastModified, createdBy}}. What is not known yet is left out.
     */
    public static ObjectNode item(Distribution distribution) {
        ObjectNode json = Json.object()
                .put("id", distribution.id())
                .put("distributionId", distribution.id())
                .put("name", distribution.name())
                .put("status", distribution.status().word())
                .put("origin", distribution.originDomain())
                .put("isMultiOrigin", distribution.multiOrigin())
                .put("type", DistributionSchema.type(distribution))
                .put("createdAt", Json.time(distribution.createdAt()))
                .put("updatedAt", Json.time(distribution.updatedAt()))
                .put("lastModified", Json.time(distribution.updatedAt()))
                .put("createdBy", distribution.createdBy());
        distribution.cloudfrontId().ifPresent(id -> json.put("cloudfrontId", id));
        distribution.domainName().ifPresent(domain -> json.put("domainName", domain));
        return json;
    }

    /** The function of a multi-origin distribution, as far as it is known: {@code {functionId, functionName, preset}}. */
    public static ObjectNode edgeFunction(Distribution distribution) {
        ObjectNode json = Json.object();
        distribution.lambdaEdgeFunctionId().ifPresent(id -> json.put("functionId", id));
        distribution.lambdaEdgeFunctionName().ifPresent(name -> json.put("functionName", name));
        distribution
                .multiOriginConfig()
                .ifPresent(config -> json.put("preset", config.path("preset").asText("custom")));
        return json;
    }

    /**
     * Everything there is to show: a list item's members and {@code arn}, {@code config}, {@code tags}, {@code
     * description}, {@code errorMessage}, {@code leftovers}, {@code templateId}, {@code updatedBy}, {@code version},
     * {@code deletionRequestedAt}, {@code configVersion}, {@code pendingChanges} (pointers of an accepted change that is
     * not applied yet); with several origins also {@code multiOriginConfig}, {@code lambdaEdgeFunctionId},
     * {@code oaiId} and {@code steps}. What there is none of is left out, except for {@code tags}.
     */
    public static ObjectNode whole(Distribution distribution) {
        ObjectNode json = item(distribution);
        distribution.arn().ifPresent(arn -> json.put("arn", arn));
        json.set("config", distribution.config());
        ObjectNode tags = json.putObject("tags");
        distribution.tags().forEach(tags::put);
        json.put("updatedBy", distribution.updatedBy()).put("version", distribution.version());
        distribution.description().ifPresent(text -> json.put("description", text));
        distribution.errorMessage().ifPresent(text -> json.put("errorMessage", text));
        distribution.templateId().ifPresent(id -> json.put("templateId", id));
        distribution.deletionRequestedAt().ifPresent(time -> json.put("deletionRequestedAt", Json.time(time)));
        distribution.multiOriginConfig().ifPresent(config -> json.set("multiOriginConfig", config));
        distribution.lambdaEdgeFunctionId().ifPresent(id -> json.put("lambdaEdgeFunctionId", id));
        distribution.oaiId().ifPresent(id -> json.put("oaiId", id));
        if (distribution.configVersion() > 0) {
            json.put("configVersion", distribution.configVersion());
        }
        distribution.pendingUpdate().ifPresent(update -> {
            ArrayNode pending = json.putArray("pendingChanges");
            update.delta().pointers().forEach(pending::add);
        });
        if (distribution.multiOrigin()) {
            json.set("steps", CreationSteps.toJson(distribution));
        }
        if (!distribution.leftovers().isEmpty()) {
            ArrayNode leftovers = json.putArray("leftovers");
            distribution.leftovers().forEach(leftovers::add);
        }
        return json;
    }
}
