// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.json.Problems;
import dev.cfmanager.common.json.Texts;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;

/**
 * Holds a client's configuration against CloudFront's model: a copy with the members that the model has, each of the
 * model's type. A member of another type is a problem; {@code null} and the {@code Quantity} beside {@code Items} are
 * left out, because the one means absent and the other is counted anew.
 */
final class KnownMembers {
    private final Problems problems;
    private final boolean refuseUnknown;

    private KnownMembers(Problems problems, boolean refuseUnknown) {
        this.problems = problems;
        this.refuseUnknown = refuseUnknown;
    }

    /** A copy without members that CloudFront does not know: template configurations carry some. */
    static ObjectNode keep(ObjectNode config, Problems problems) {
        return new KnownMembers(problems, false).object(config, model(), "/config");
    }

    /** A copy, where a member that CloudFront does not know is a problem: nothing that is asked for is left undone. */
    static ObjectNode require(ObjectNode config, Problems problems) {
        return new KnownMembers(problems, true).object(config, model(), "/config");
    }

    private static SdkPojo model() {
        return (SdkPojo) DistributionConfig.builder();
    }

    private ObjectNode object(ObjectNode json, SdkPojo shape, String pointer) {
        Map<String, SdkField<?>> fields = shape.sdkFieldNameToField();
        ObjectNode known = Json.object();
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            String name = member.getKey();
            SdkField<?> field = fields.get(name);
            if (field == null) {
                if (refuseUnknown) {
                    problems.add(pointer + "/" + escaped(name), "is no member of CloudFront's configuration");
                }
            } else if (!member.getValue().isNull() && !(name.equals("Quantity") && fields.containsKey("Items"))) {
                value(field, member.getValue(), pointer + "/" + name).ifPresent(value -> known.set(name, value));
            }
        }
        return known;
    }

    private Optional<JsonNode> value(SdkField<?> field, JsonNode json, String pointer) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.LIST) {
            return json.isArray() ? Optional.of(list(field, json, pointer)) : problem(pointer, "must be a list");
        }
        if (type == MarshallingType.SDK_POJO) {
            return json.isObject()
                    ? Optional.of(object((ObjectNode) json, field.constructor().get(), pointer))
                    : problem(pointer, "must be an object");
        }
        if (type == MarshallingType.BOOLEAN) {
            return json.isBoolean() ? Optional.of(json) : problem(pointer, "must be true or false");
        }
        if (type == MarshallingType.INTEGER || type == MarshallingType.LONG) {
            boolean fits = json.isIntegralNumber()
                    && (type == MarshallingType.LONG ? json.canConvertToLong() : json.canConvertToInt());
            return fits ? Optional.of(json) : problem(pointer, "must be a whole number");
        }
        if (!json.isTextual()) {
            return problem(pointer, "must be a text");
        }
        return Texts.isWellFormed(json.textValue())
                ? Optional.of(json)
                : problem(pointer, "must not contain control characters or broken Unicode");
    }

    private ArrayNode list(SdkField<?> field, JsonNode json, String pointer) {
        SdkField<?> item = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
        ArrayNode list = Json.array();
        for (int i = 0; i < json.size(); i++) {
            value(item, json.get(i), pointer + "/" + i).ifPresent(list::add);
        }
        return list;
    }

    private Optional<JsonNode> problem(String pointer, String what) {
        problems.add(pointer, what);
        return Optional.empty();
    }

    /** A member's name inside a JSON pointer. */
    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
