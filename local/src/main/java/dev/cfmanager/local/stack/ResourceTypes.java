// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.stack;

import dev.cfmanager.common.aws.AwsClients;
import dev.cfmanager.local.sam.ApiDefinition;
import dev.cfmanager.local.sam.FunctionDefinition;
import dev.cfmanager.local.sam.PolicyStatement;
import dev.cfmanager.local.template.Properties;
import dev.cfmanager.local.template.StackIdentity;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every resource type that a template may hold here, and how it is made. */
public final class ResourceTypes {
    private static final int API_ID_LENGTH = 10;

    private ResourceTypes() {}

    /**
     * All types.
     *
     * @param aws clients of the account in which resources are made
     * @param templateFolder where files that the template names are
     * @param contents takes what this process must serve itself
     */
    public static Map<String, ResourceType> of(
            AwsClients aws, StackIdentity stack, Path templateFolder, StackContents contents) {
        UserPools userPools = new UserPools(stack, contents.userPools());
        Map<String, ResourceType> types = new LinkedHashMap<>(OnPaper.types(stack));
        types.put("AWS::DynamoDB::Table", new Tables(aws.dynamoDb(), stack));
        types.put("AWS::CloudFront::CachePolicy", new CachePolicies(aws.cloudFront()));
        types.put("AWS::CloudFront::Function", new CloudFrontFunctions(aws.cloudFront()));
        types.put("AWS::Serverless::StateMachine", new StateMachines(aws.stepFunctions(), stack, templateFolder));
        types.put("AWS::Cognito::UserPool", userPools::pool);
        types.put("AWS::Cognito::UserPoolClient", userPools::client);
        types.put("AWS::Cognito::UserPoolGroup", userPools::group);
        types.put(
                "AWS::IAM::ManagedPolicy",
                (logicalId, properties) -> managedPolicy(stack, contents, logicalId, properties));
        types.put(FunctionDefinition.TYPE, (logicalId, properties) -> function(stack, contents, logicalId, properties));
        types.put(ApiDefinition.TYPE, (logicalId, properties) -> api(stack, contents, logicalId, properties));
        return types;
    }

    /** Nothing checks permissions at run time; a test compares the calls that functions make with their policies. */
    private static Made managedPolicy(
            StackIdentity stack, StackContents contents, String logicalId, Properties properties) {
        String arn = "arn:aws:iam::" + stack.account() + ":policy/" + stack.name() + "-" + logicalId;
        contents.managedPolicies().put(arn, PolicyStatement.of(properties.section("PolicyDocument")));
        return new Made(arn, Map.of("PolicyArn", arn));
    }

    private static Made function(StackIdentity stack, StackContents contents, String logicalId, Properties properties) {
        String name = properties.optionalText("FunctionName").orElse(stack.name() + "-" + logicalId);
        String arn = stack.arn("lambda", "function:" + name);
        contents.functions().put(name, FunctionDefinition.of(logicalId, properties));
        Map<String, String> attributes = new LinkedHashMap<>(Map.of("Arn", arn));
        properties.optionalText("AutoPublishAlias").ifPresent(alias -> attributes.put("Alias", arn + ":" + alias));
        return new Made(name, attributes);
    }

    private static Made api(StackIdentity stack, StackContents contents, String logicalId, Properties properties) {
        String id = StableIds.of(stack.name() + "/" + logicalId, API_ID_LENGTH);
        ApiDefinition api = ApiDefinition.of(logicalId, properties);
        contents.apis().put(id, api);
        return new Made(id, Map.of("RestApiId", id, "Stage", api.stage()));
    }
}
