// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.sam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.local.template.Properties;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyStatementTest {
    private static final String TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/a";

    @Test
    void allowsOnlyTheActionsAndResourcesItNames() {
        List<PolicyStatement> statements = statements("Allow", List.of("dynamodb:GetItem", "dynamodb:Batch*"), TABLE);

        assertThat(PolicyStatement.allow(statements, "dynamodb:GetItem", TABLE)).isTrue();
        assertThat(PolicyStatement.allow(statements, "DynamoDB:getitem", TABLE)).isTrue();
        assertThat(PolicyStatement.allow(statements, "dynamodb:BatchGetItem", TABLE))
                .isTrue();
        assertThat(PolicyStatement.allow(statements, "dynamodb:PutItem", TABLE)).isFalse();
        assertThat(PolicyStatement.allow(statements, "dynamodb:GetItem", TABLE + "/index/i"))
                .isFalse();
    }

    @Test
    void keepsAWildcardWithinItsPartOfTheArn() {
        List<PolicyStatement> statements =
                statements("Allow", "cloudfront:GetDistribution", "arn:aws:cloudfront::123456789012:distribution/*");

        assertThat(PolicyStatement.allow(
                        statements, "cloudfront:GetDistribution", "arn:aws:cloudfront::123456789012:distribution/E1"))
                .isTrue();
        assertThat(PolicyStatement.allow(
                        statements, "cloudfront:GetDistribution", "arn:aws:cloudfront::999999999999:distribution/E1"))
                .isFalse();
        assertThat(PolicyStatement.allow(statements, "cloudfront:GetDistribution", "*"))
                .isFalse();
    }

    @Test
    void letsADenialWin() {
        List<PolicyStatement> statements = List.of(
                statements("Allow", "s3:GetObject", "*").get(0),
                statements("Deny", "s3:*", "*").get(0));

        assertThat(PolicyStatement.allow(statements, "s3:GetObject", "arn:aws:s3:::b/k"))
                .isFalse();
    }

    private static List<PolicyStatement> statements(String effect, Object actions, String resource) {
        Map<String, Object> statement = Map.of("Effect", effect, "Action", actions, "Resource", resource);
        return PolicyStatement.of(new Properties("test", Map.of("Statement", List.of(statement))));
    }
}
