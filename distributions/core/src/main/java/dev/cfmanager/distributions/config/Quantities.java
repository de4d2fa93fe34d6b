// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;

/** Counts every {@code Quantity} anew from its {@code Items}: CloudFront refuses one that disagrees. */
final class Quantities implements ConfigRule {

    @Override
    public void apply(ConfigDraft draft) {
        count(draft.config());
    }

    /** Counts a whole configuration. */
    static void count(ObjectNode config) {
        count(config, (SdkPojo) DistributionConfig.builder());
    }

    private static void count(ObjectNode node, SdkPojo shape) {
        Map<String, SdkField<?>> fields = shape.sdkFieldNameToField();
        if (fields.containsKey("Quantity") && fields.containsKey("Items")) {
            node.put("Quantity", node.path("Items").size());
        }
        for (SdkField<?> field : fields.values()) {
            JsonNode member = node.get(field.memberName());
            if (member != null) {
                countMember(field, member);
            }
        }
    }

    private static void countMember(SdkField<?> field, JsonNode member) {
        if (field.marshallingType() == MarshallingType.SDK_POJO) {
            count((ObjectNode) member, field.constructor().get());
        } else if (field.marshallingType() == MarshallingType.LIST) {
            SdkField<?> item = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
            member.forEach(each -> countMember(item, each));
        }
    }
}
