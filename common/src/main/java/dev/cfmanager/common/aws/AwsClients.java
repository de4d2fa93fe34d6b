// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.aws;

import dev.cfmanager.common.config.Env;
import dev.cfmanager.common.config.EnvironmentVariable;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * AWS SDK clients, each built when first asked for and kept: ask in a constructor, and the cost falls into Lambda's init
 * phase; a client that nobody asks for costs nothing. CloudFront, its certificates and its edge functions are always in
 * us-east-1, S3 in the bucket's region, the rest in the stack's region. Thread-safe.
 */
public final class AwsClients {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(10);

    private final Region stackRegion;
    private final Supplier<SdkHttpClient> http;
    private final AwsCredentialsProvider credentials;
    private final RetryStrategy retries;
    private final Map<String, Object> built;
    private final boolean yields;

    private AwsClients(
            Region stackRegion,
            Supplier<SdkHttpClient> http,
            AwsCredentialsProvider credentials,
            RetryStrategy retries,
            Map<String, Object> built,
            boolean yields) {
        this.stackRegion = stackRegion;
        this.http = http;
        this.credentials = credentials;
        this.retries = retries;
        this.built = built;
        this.yields = yields;
    }

    /**
     * The clients of a deployed function. Credentials come from the environment, or from the container endpoint, where
     * a function restored from a SnapStart snapshot finds them.
     */
    public static AwsClients ofLambda(Env env) {
        return new AwsClients(
                Region.of(env.get(EnvironmentVariable.AWS_REGION, "us-east-1")),
                () -> UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .socketTimeout(SOCKET_TIMEOUT)
                        .build(),
                AwsCredentialsProviderChain.of(
                        EnvironmentVariableCredentialsProvider.create(),
                        ContainerCredentialsProvider.builder().build()),
                Retries.adaptive(),
                new ConcurrentHashMap<>(),
                false);
    }

    /** Clients over another HTTP client, retrying without waits: for time that stands still. */
    public static AwsClients over(SdkHttpClient http, String stackRegion, AwsCredentialsProvider credentials) {
        return new AwsClients(
                Region.of(stackRegion), () -> http, credentials, Retries.immediate(), new ConcurrentHashMap<>(), false);
    }

    /**
     * The same clients for work that nobody waits for: when CloudFront throttles, a call is given up at once instead of
     * being tried again, so that the calls of people get through.
     */
    public AwsClients yielding() {
        return new AwsClients(stackRegion, http, credentials, retries, built, true);
    }

    /** The stack's region, such as {@code eu-central-1}. */
    public String stackRegion() {
        return stackRegion.id();
    }

    /** CloudFront. */
    public CloudFrontClient cloudFront() {
        return yields
                ? client(
                        "cloudfront-yielding",
                        () -> configured(CloudFrontClient.builder(), Region.AWS_GLOBAL, Retries.yielding()))
                : client("cloudfront", () -> configured(CloudFrontClient.builder(), Region.AWS_GLOBAL));
    }

    /** DynamoDB in the stack's region. */
    public DynamoDbClient dynamoDb() {
        return client("dynamodb", () -> configured(DynamoDbClient.builder(), stackRegion));
    }

    /** Step Functions in the stack's region. */
    public SfnClient stepFunctions() {
        return client("sfn", () -> configured(SfnClient.builder(), stackRegion));
    }

    /** Lambda in the stack's region. */
    public LambdaClient lambda() {
        return client("lambda", () -> configured(LambdaClient.builder(), stackRegion));
    }

    /** Lambda in us-east-1, where functions for CloudFront's edge are made. */
    public LambdaClient edgeLambda() {
        return client("lambda-edge", () -> configured(LambdaClient.builder(), Region.US_EAST_1));
    }

    /** ACM in us-east-1, where CloudFront's certificates are. */
    public AcmClient acm() {
        return client("acm", () -> configured(AcmClient.builder(), Region.US_EAST_1));
    }

    /** S3 in that region; a bucket is always addressed in its own. */
    public S3Client s3(String region) {
        return client("s3/" + region, () -> configured(S3Client.builder(), Region.of(region)));
    }

    private <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C configured(B builder, Region region) {
        return configured(builder, region, retries);
    }

    private <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C configured(
            B builder, Region region, RetryStrategy strategy) {
        return builder.region(region)
                .httpClient(client("http", http))
                .credentialsProvider(credentials)
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .retryStrategy(strategy)
                        .defaultProfileFile(ProfileFile.aggregator().build())
                        .build())
                .build();
    }

    @SuppressWarnings("unchecked") // each name is used for one type only, in this class
    private <C> C client(String name, Supplier<C> make) {
        Object known = built.get(name);
        if (known == null) {
            C made = make.get();
            Object raced = built.putIfAbsent(name, made);
            known = raced == null ? made : raced;
        }
        return (C) known;
    }
}
