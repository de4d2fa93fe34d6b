// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import dev.cfmanager.common.aws.AwsClients;
import dev.cfmanager.common.config.Env;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.AwsErrorRules;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import java.util.Locale;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.State;

/**
 * The calls to AWS Lambda that an edge function's life consists of, each safe to repeat. All of them go to us-east-1.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html">Restrictions on Lambda@Edge</a>
 */
final class EdgeLambda {
    private static final AwsErrorRules ERRORS = AwsErrorRules.shared()
            .and(ErrorKind.QUOTA_EXCEEDED, "CodeStorageExceededException")
            .and(ErrorKind.CONFLICT, "ResourceConflictException")
            .and(ErrorKind.NOT_FOUND, "ResourceNotFoundException");
    private static final String DESCRIPTION = "Lambda@Edge function for multi-origin routing";
    private static final String DEFAULT_RUNTIME = "nodejs24.x";
    private static final int MEMORY_MB = 128;
    private static final int TIMEOUT_SECONDS = 5;

    /** Created once and never updated, so the only version there ever is. */
    private static final String VERSION = "1";

    private final AwsClients aws;
    private final Env env;

    EdgeLambda(ExecutionEnvironment environment) {
        this.aws = environment.aws();
        this.env = environment.env();
    }

    /** Creates and publishes the function; finds it when an earlier attempt already did. */
    Made createOrFind(EdgeFunction function) {
        CreateFunctionRequest request = CreateFunctionRequest.builder()
                .functionName(function.functionName())
                .description(DESCRIPTION)
                .role(env.require(EnvironmentVariable.LAMBDA_EDGE_EXECUTION_ROLE_ARN))
                .runtime(env.get(EnvironmentVariable.LAMBDA_EDGE_RUNTIME, DEFAULT_RUNTIME))
                .handler(EdgeCode.HANDLER)
                .packageType(PackageType.ZIP)
                .memorySize(MEMORY_MB)
                .timeout(TIMEOUT_SECONDS)
                .publish(true)
                .code(code ->
                        code.zipFile(SdkBytes.fromByteArray(function.code().zip())))
                .build();
        try {
            CreateFunctionResponse created = lambda().createFunction(request);
            return Made.of(created.functionArn(), created.version());
        } catch (ResourceConflictException taken) {
            return find(function);
        } catch (AwsServiceException refused) {
            throw ERRORS.translate(refused);
        }
    }

    /**
     * Whether the version may be associated.
     *
     * @throws OperationException INVALID_CONFIGURATION when Lambda could not set it up
     */
    boolean isActive(String functionName, String versionArn) {
        GetFunctionConfigurationResponse version = ERRORS.call(() -> lambda().getFunctionConfiguration(
                        get -> get.functionName(functionName).qualifier(versionOf(versionArn))));
        if (version.state() == State.FAILED) {
            throw new OperationException(
                    ErrorKind.INVALID_CONFIGURATION, "Lambda could not set the function up: " + version.stateReason());
        }
        return version.state() != State.PENDING; // a version not invoked for long is Inactive, and as good
    }

    /** Lets CloudFront's edge invoke the version. */
    void allowEdge(String functionName, String versionArn) {
        try {
            lambda().addPermission(add -> add.functionName(functionName)
                    .qualifier(versionOf(versionArn))
                    .statementId("cloudfront-invoke")
                    .action("lambda:InvokeFunction")
                    .principal("edgelambda.amazonaws.com"));
        } catch (ResourceConflictException alreadyThere) {
            return;
        } catch (AwsServiceException refused) {
            throw ERRORS.translate(refused);
        }
    }

    /** Deletes the function with all versions, unless one of that name is not ours. */
    Deletion delete(EdgeFunction function) {
        try {
            if (function.functionArn() == null && !isOurs(function)) {
                return Deletion.GONE;
            }
            lambda().deleteFunction(delete -> delete.functionName(function.functionName()));
            return Deletion.GONE;
        } catch (ResourceNotFoundException gone) {
            return Deletion.GONE;
        } catch (ResourceConflictException changing) {
            return Deletion.CHANGING;
        } catch (AwsServiceException refused) {
            if (isReplicated(refused)) {
                return Deletion.REPLICATED;
            }
            throw ERRORS.translate(refused);
        }
    }

    /** Built at first use: most distributions that the reconciler looks at have no function. */
    private LambdaClient lambda() {
        return aws.edgeLambda();
    }

    private Made find(EdgeFunction function) {
        GetFunctionConfigurationResponse there = ERRORS.call(() -> lambda().getFunctionConfiguration(
                        get -> get.functionName(function.functionName()).qualifier(VERSION)));
        if (!function.code().codeSha256().equals(there.codeSha256())) {
            throw OperationException.conflict(
                    "A Lambda function named " + function.functionName() + " exists and is not ours.");
        }
        return Made.of(there.functionArn(), VERSION);
    }

    /** Before its ARN was recorded, only the code tells our function from a foreign one of the same name. */
    private boolean isOurs(EdgeFunction function) {
        return function.code()
                .codeSha256()
                .equals(lambda().getFunctionConfiguration(get -> get.functionName(function.functionName()))
                        .codeSha256());
    }

    /** AWS has no code of its own for this: an InvalidParameterValueException whose text speaks of replicas. */
    private static boolean isReplicated(AwsServiceException refused) {
        String message = String.valueOf(refused.getMessage()).toLowerCase(Locale.ROOT);
        return AwsErrorRules.codeOf(refused).equals("InvalidParameterValueException") && message.contains("replica");
    }

    private static String versionOf(String versionArn) {
        return versionArn.substring(versionArn.lastIndexOf(':') + 1);
    }

    /** What came of a deletion. */
    enum Deletion {
        /** There is no such function of ours any more. */
        GONE,
        /** Lambda is still busy creating it. */
        CHANGING,
        /** The edge still holds replicas. */
        REPLICATED
    }

    /**
     * A function as Lambda has it.
     *
     * @param functionArn unqualified
     * @param versionArn qualified by the number of the published version
     */
    record Made(String functionArn, String versionArn) {
        private static final int PARTS_UNQUALIFIED = 7;

        /** Lambda answers with either form of the ARN. */
        static Made of(String arn, String version) {
            String[] parts = arn.split(":", -1);
            String unqualified = parts.length > PARTS_UNQUALIFIED ? arn.substring(0, arn.lastIndexOf(':')) : arn;
            return new Made(unqualified, unqualified + ":" + version);
        }
    }
}
