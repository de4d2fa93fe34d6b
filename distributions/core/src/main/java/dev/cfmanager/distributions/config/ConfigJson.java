// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * A {@code DistributionConfig} as JSON in AWS's member names ({@code ACMCertificateArn}, {@code {Quantity, Items}}), and
 * as the SDK's model. The SDK's own description of its model does the work, so a new SDK's new members work at once.
 */
public final class ConfigJson {
    private static final String ITEMS = "Items";
    private static final String QUANTITY = "Quantity";

    private ConfigJson() {}

    /** The model of a configuration whose members have the right types; members that the model lacks are left out. */
    public static DistributionConfig toModel(ObjectNode config) {
        return (DistributionConfig) pojo(config, (SdkPojo) DistributionConfig.builder());
    }

    /** The JSON of a model: members that are not set are left out, except for the {@code Items} of a counted list. */
    public static ObjectNode toJson(DistributionConfig config) {
        return object(config);
    }

    /** The same configuration as the SDK would read it back: numbers of the model's kind, lists without items as such. */
    static ObjectNode canonical(ObjectNode config) {
        return toJson(toModel(config));
    }

    private static Object pojo(JsonNode json, SdkPojo builder) {
        for (SdkField<?> field : builder.sdkFields()) {
            JsonNode value = json.get(field.memberName());
            boolean emptyList = value != null && value.isArray() && value.isEmpty();
            if (value != null && !value.isNull() && !emptyList) {
                field.set(builder, value(field, value));
            }
        }
        return ((SdkBuilder<?, ?>) builder).build();
    }

    private static Object value(SdkField<?> field, JsonNode json) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.LIST) {
            SdkField<?> item = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
            List<Object> items = new ArrayList<>();
            json.forEach(each -> items.add(value(item, each)));
            return items;
        }
        if (type == MarshallingType.SDK_POJO) {
            return pojo(json, field.constructor().get());
        }
        if (type == MarshallingType.BOOLEAN) {
            return json.booleanValue();
        }
        if (type == MarshallingType.INTEGER) {
            return json.intValue();
        }
        return type == MarshallingType.LONG ? (Object) json.longValue() : json.asText();
    }

    private static ObjectNode object(SdkPojo pojo) {
        ObjectNode json = Json.object();
        for (SdkField<?> field : pojo.sdkFields()) {
            JsonNode value = json(field.getValueOrDefault(pojo));
            if (value != null) {
                json.set(field.memberName(), value);
            }
        }
        if (json.has(QUANTITY) && !json.has(ITEMS)) {
            json.putArray(ITEMS);
        }
        return json;
    }

    private static @Nullable JsonNode json(@Nullable Object value) {
        if (value == null || value instanceof SdkAutoConstructList) {
            return null;
        }
        if (value instanceof SdkPojo pojo) {
            return object(pojo);
        }
        if (value instanceof List<?> list) {
            ArrayNode array = Json.array();
            list.forEach(item -> array.add(Objects.requireNonNull(json(item))));
            return array;
        }
        JsonNodeFactory scalars = JsonNodeFactory.instance;
        if (value instanceof Boolean truth) {
            return scalars.booleanNode(truth);
        }
        if (value instanceof Integer number) {
            return scalars.numberNode(number);
        }
        return value instanceof Long number ? scalars.numberNode(number) : scalars.textNode(value.toString());
    }
}
