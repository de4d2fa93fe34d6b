// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.TwinExtension;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.common.testing.TestEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

@ExtendWith(TwinExtension.class)
class GetHealthHandlerTest {
    private TestEnvironment test;

    @BeforeEach
    void start(Twin twin) {
        test = TestEnvironment.on(twin).with(EnvironmentVariable.DISTRIBUTIONS_TABLE, "distributions");
    }

    @Test
    void isWellWhenTheTableAnswers() {
        createTable();

        GatewayAnswer answer = ask("ReadOnly");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data().path("health").toString())
                .isEqualTo("{\"status\":\"ok\",\"database\":\"ok\",\"region\":\"us-east-1\","
                        + "\"time\":\"2026-01-01T00:00:00.000Z\"}");
    }

    @Test
    void saysWhatIsWrongWhenTheTableDoesNotAnswer() {
        createTable();
        test.twin().faults().on("dynamodb", "GetItem").fail(400, "AccessDeniedException");

        GatewayAnswer answer = ask("ReadOnly");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data().at("/health/status").asText()).isEqualTo("degraded");
        assertThat(answer.data().at("/health/database").asText()).isEqualTo("AWS_ACCESS_DENIED");
        assertThat(test.logLines()).anyMatch(line -> line.contains("\"event\":\"health\""));
    }

    @Test
    void tellsNobodyWhoIsNotSignedIn() {
        GatewayAnswer answer = GatewayCall.of("GET", "/health").asNobody().to(new GetHealthHandler(test.environment()));

        assertThat(answer.status()).isEqualTo(401);
    }

    private GatewayAnswer ask(String group) {
        return GatewayCall.of("GET", "/health").as(group).to(new GetHealthHandler(test.environment()));
    }

    private void createTable() {
        test.aws().dynamoDb().createTable(create -> create.tableName("distributions")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        attribute -> attribute.attributeName("distributionId").attributeType(ScalarAttributeType.S))
                .keySchema(key -> key.attributeName("distributionId").keyType(KeyType.HASH)));
    }
}
