// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.guards;

import dev.cfmanager.local.template.Properties;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The policy statements that stand in a resource, wherever its type keeps them. */
final class Statements {
    private Statements() {}

    /** What a role is allowed or forbidden: of functions, state machines, roles and managed policies. */
    static List<Properties> ofIdentity(Declared.Resource resource) {
        Properties properties = resource.properties();
        return switch (resource.written().type()) {
            case "AWS::Serverless::Function", "AWS::Serverless::StateMachine" ->
                properties.sectionsOf("Policies").stream()
                        .flatMap(policy -> policy.sections("Statement").stream())
                        .toList();
            case "AWS::IAM::Role" ->
                properties.sections("Policies").stream()
                        .flatMap(policy -> policy.section("PolicyDocument").sections("Statement").stream())
                        .toList();
            case "AWS::IAM::ManagedPolicy" ->
                properties.section("PolicyDocument").sections("Statement");
            default -> List.of();
        };
    }

    /** What others are allowed or forbidden to do with a resource: of bucket, topic, queue and key policies. */
    static List<Properties> ofResource(Declared.Resource resource) {
        return switch (resource.written().type()) {
            case "AWS::S3::BucketPolicy", "AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy" ->
                resource.properties().section("PolicyDocument").sections("Statement");
            case "AWS::KMS::Key" -> resource.properties().section("KeyPolicy").sections("Statement");
            default -> List.of();
        };
    }

    /** Whether it allows. */
    static boolean allows(Properties statement) {
        return statement.text("Effect").equals("Allow");
    }

    /** Whether it speaks of everybody. */
    static boolean isForEverybody(Properties statement) {
        Object principal = statement.asMap().get("Principal");
        return "*".equals(principal) || String.valueOf(principal).equals("{AWS=*}");
    }

    /** Whether it speaks of an AWS service. */
    static boolean isForService(Properties statement) {
        return statement.asMap().get("Principal") instanceof java.util.Map<?, ?> principal
                && principal.containsKey("Service");
    }

    /** The condition keys it asks for. */
    static List<String> conditionKeys(Properties statement) {
        Properties condition = statement.section("Condition");
        List<String> keys = new ArrayList<>();
        condition
                .names()
                .forEach(operator -> keys.addAll(condition.section(operator).names()));
        return keys;
    }

    /** Whether it holds only for calls on behalf of this account or of one resource in it. */
    static boolean namesItsSource(Properties statement) {
        return conditionKeys(statement).stream().anyMatch(Set.of("aws:SourceArn", "aws:SourceAccount")::contains);
    }
}
