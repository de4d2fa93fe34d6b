// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.stack;

import dev.cfmanager.local.template.Properties;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.DescribeFunctionResponse;
import software.amazon.awssdk.services.cloudfront.model.FunctionConfig;
import software.amazon.awssdk.services.cloudfront.model.FunctionRuntime;
import software.amazon.awssdk.services.cloudfront.model.NoSuchFunctionExistsException;

/** {@code AWS::CloudFront::Function}. */
final class CloudFrontFunctions implements ResourceType {
    private final CloudFrontClient cloudFront;

    CloudFrontFunctions(CloudFrontClient cloudFront) {
        this.cloudFront = cloudFront;
    }

    @Override
    public Made make(String logicalId, Properties properties) {
        String name = properties.text("Name");
        Properties written = properties.section("FunctionConfig");
        FunctionConfig config = FunctionConfig.builder()
                .comment(written.text("Comment"))
                .runtime(FunctionRuntime.fromValue(written.text("Runtime")))
                .build();
        SdkBytes code = SdkBytes.fromUtf8String(properties.text("FunctionCode"));
        String eTag = find(name)
                .map(found -> update(name, found.eTag(), config, code))
                .orElseGet(() -> create(name, config, code));
        if (properties.flag("AutoPublish", false)) {
            cloudFront.publishFunction(request -> request.name(name).ifMatch(eTag));
        }
        String arn =
                find(name).orElseThrow().functionSummary().functionMetadata().functionARN();
        return new Made(arn, Map.of("FunctionARN", arn));
    }

    private String create(String name, FunctionConfig config, SdkBytes code) {
        return cloudFront
                .createFunction(
                        request -> request.name(name).functionConfig(config).functionCode(code))
                .eTag();
    }

    private String update(String name, String eTag, FunctionConfig config, SdkBytes code) {
        return cloudFront
                .updateFunction(request ->
                        request.name(name).ifMatch(eTag).functionConfig(config).functionCode(code))
                .eTag();
    }

    private Optional<DescribeFunctionResponse> find(String name) {
        try {
            return Optional.of(cloudFront.describeFunction(request -> request.name(name)));
        } catch (NoSuchFunctionExistsException e) {
            return Optional.empty();
        }
    }
}
