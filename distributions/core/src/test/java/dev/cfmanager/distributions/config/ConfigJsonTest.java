// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.SampleDistributions;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;

class ConfigJsonTest {

    @Test
    void keepsEveryMemberOfTheModelInBothDirections() {
        ObjectNode everything = (ObjectNode) sample((SdkPojo) DistributionConfig.builder());

        assertThat(ConfigJson.toJson(ConfigJson.toModel(everything))).isEqualTo(everything);
    }

    @Test
    void spellsMembersAsAwsDoes() {
        ObjectNode config = Json.object().put("WebACLId", "acl").put("IsIPV6Enabled", true);
        config.putObject("ViewerCertificate").put("ACMCertificateArn", "arn").put("SSLSupportMethod", "sni-only");
        config.putObject("Origins")
                .putArray("Items")
                .addObject()
                .putObject("CustomOriginConfig")
                .put("HTTPPort", 81)
                .put("HTTPSPort", 444);

        DistributionConfig model = ConfigJson.toModel(config);

        assertThat(model.webACLId()).isEqualTo("acl");
        assertThat(model.isIPV6Enabled()).isTrue();
        assertThat(model.viewerCertificate().acmCertificateArn()).isEqualTo("arn");
        assertThat(model.viewerCertificate().sslSupportMethodAsString()).isEqualTo("sni-only");
        assertThat(model.origins().items().get(0).customOriginConfig().httpPort())
                .isEqualTo(81);
        assertThat(model.origins().items().get(0).customOriginConfig().httpsPort())
                .isEqualTo(444);
    }

    @Test
    void keepsIntegersIntegersAndWordsOfTheFuture() {
        ObjectNode config = SampleDistributions.config("origin-1", "www.example.com");
        config.put("PriceClass", "PriceClass_Moon");

        ObjectNode again = ConfigJson.toJson(ConfigJson.toModel(config));

        assertThat(again.path("PriceClass").asText()).isEqualTo("PriceClass_Moon");
        assertThat(again.at("/Origins/Quantity").isInt()).isTrue();
    }

    @Test
    void showsAnEmptyListAsNoItems() {
        ObjectNode config = Json.object();
        config.putObject("Aliases").put("Quantity", 0).putArray("Items");

        DistributionConfig model = ConfigJson.toModel(config);

        assertThat(model.aliases().hasItems()).isFalse();
        assertThat(ConfigJson.toJson(model)).isEqualTo(config);
    }

    private static com.fasterxml.jackson.databind.JsonNode sample(SdkPojo shape) {
        ObjectNode json = Json.object();
        for (SdkField<?> field : shape.sdkFields()) {
            json.set(field.memberName(), sample(field));
        }
        return json;
    }

    private static com.fasterxml.jackson.databind.JsonNode sample(SdkField<?> field) {
        if (field.marshallingType() == MarshallingType.SDK_POJO) {
            return sample(field.constructor().get());
        }
        if (field.marshallingType() == MarshallingType.LIST) {
            ArrayNode list = Json.array();
            SdkField<?> item = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
            return list.add(sample(item)).add(sample(item));
        }
        if (field.marshallingType() == MarshallingType.BOOLEAN) {
            return Json.array().add(true).get(0);
        }
        if (field.marshallingType() == MarshallingType.INTEGER) {
            return Json.array().add(2).get(0);
        }
        return field.marshallingType() == MarshallingType.LONG
                ? Json.array().add(5_000_000_000L).get(0)
                : Json.array().add("text of " + field.memberName()).get(0);
    }
}
