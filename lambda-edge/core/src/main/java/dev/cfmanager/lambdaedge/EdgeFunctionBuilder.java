// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes edge functions attribute by attribute, as the table's schema reads them, and changed copies. The routing policy
 * comes whole, or as the attributes {@code preset}, {@code origins} and {@code regionMapping} it is kept in.
 */
final class EdgeFunctionBuilder {
    private String functionId = "";
    private String functionName = "";
    private @Nullable String functionArn;
    private @Nullable String versionArn;
    private String codeContent = "";
    private String status = "";
    private @Nullable String distributionId;
    private @Nullable String errorMessage;
    private String createdBy = "unknown";
    private String createdAt = "";
    private String updatedAt = "";
    private long version = 1;
    private @Nullable RoutingPolicy policy;
    private String preset = RoutingPolicy.CUSTOM;
    private ObjectNode origins = Json.object();
    private ObjectNode regionMapping = Json.object();

    EdgeFunctionBuilder functionId(String value) {
        this.functionId = value;
        return this;
    }

    EdgeFunctionBuilder functionName(String value) {
        this.functionName = value;
        return this;
    }

    EdgeFunctionBuilder functionArn(@Nullable String value) {
        this.functionArn = value;
        return this;
    }

    EdgeFunctionBuilder versionArn(@Nullable String value) {
        this.versionArn = value;
        return this;
    }

    EdgeFunctionBuilder codeContent(String value) {
        this.codeContent = value;
        return this;
    }

    EdgeFunctionBuilder status(String value) {
        this.status = value;
        return this;
    }

    EdgeFunctionBuilder distributionId(@Nullable String value) {
        this.distributionId = value;
        return this;
    }

    EdgeFunctionBuilder errorMessage(@Nullable String value) {
        this.errorMessage = value;
        return this;
    }

    EdgeFunctionBuilder createdBy(String value) {
        this.createdBy = value;
        return this;
    }

    EdgeFunctionBuilder createdAt(String value) {
        this.createdAt = value;
        return this;
    }

    EdgeFunctionBuilder updatedAt(String value) {
        this.updatedAt = value;
        return this;
    }

    EdgeFunctionBuilder version(long value) {
        this.version = value;
        return this;
    }

    EdgeFunctionBuilder policy(RoutingPolicy value) {
        this.policy = value;
        return this;
    }

    EdgeFunctionBuilder preset(String value) {
        this.preset = value;
        return this;
    }

    EdgeFunctionBuilder origins(ObjectNode value) {
        this.origins = value;
        return this;
    }

    EdgeFunctionBuilder regionMapping(ObjectNode value) {
        this.regionMapping = value;
        return this;
    }

    EdgeFunction build() {
        return new EdgeFunction(
                functionId,
                functionName,
                functionArn,
                versionArn,
                codeContent,
                policy == null ? assembled() : policy,
                EdgeFunctionStatus.of(status),
                distributionId,
                errorMessage,
                createdBy,
                createdAt,
                updatedAt,
                version);
    }

    private RoutingPolicy assembled() {
        List<RoutedOrigin> additional = new ArrayList<>();
        origins.path("additional").forEach(origin -> additional.add(RoutedOrigin.of(origin)));
        SortedMap<String, String> mapping = new TreeMap<>();
        regionMapping
                .properties()
                .forEach(entry -> mapping.put(entry.getKey(), entry.getValue().asText()));
        return new RoutingPolicy(preset, RoutedOrigin.of(origins.path("default")), additional, mapping);
    }
}
