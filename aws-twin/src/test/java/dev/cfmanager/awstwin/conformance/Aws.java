// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.conformance;

import dev.cfmanager.awstwin.Twin;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * One AWS account for one test: real SDK clients (key {@code test}, secret {@code test}, no retries), and time. All is
 * closed after the test.
 */
public final class Aws implements AutoCloseable {
    private static final int STEPS = 100;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.parse(System.getProperty("conformance.patience", "PT5S"));

    private final Mode mode;
    private final UnaryOperator<Twin.Builder> settings;
    private final Deque<Runnable> open = new ArrayDeque<>();
    private Twin twin;

    Aws(Mode mode) {
        this(mode, UnaryOperator.identity());
    }

    private Aws(Mode mode, UnaryOperator<Twin.Builder> settings) {
        this.mode = mode;
        this.settings = settings;
    }

    /** The twin behind this account; anywhere else the test ends here and counts as left out. */
    public Twin twin() {
        Assumptions.assumeTrue(mode != Mode.FOREIGN, "only the twin can do this");
        if (twin == null) {
            twin = settings.apply(Twin.builder()).start();
            open.push(twin::close);
        }
        return twin;
    }

    /** Another account whose twin has other settings (quotas, delays); closed with this one. */
    public Aws with(UnaryOperator<Twin.Builder> otherSettings) {
        Assumptions.assumeTrue(mode != Mode.FOREIGN, "only the twin has settings");
        Aws other = new Aws(mode, otherSettings);
        open.push(other::close);
        return other;
    }

    /** A name that nobody else has: the same in every run against a twin, a fresh one where nobody empties the account. */
    public String unique(String name) {
        return mode == Mode.FOREIGN && !Reach.resetsForeign()
                ? name + "-" + Long.toString(System.nanoTime() & 0xFFFF_FFFFFFL, Character.MAX_RADIX)
                : name;
    }

    /** How this account is reached. */
    public Mode mode() {
        return mode;
    }

    /** Lets that much time pass; where time is real, nothing waits: emulators are done at once. */
    public void pass(Duration time) {
        if (mode != Mode.FOREIGN) {
            twin().clock().advance(time);
        } else if (Reach.movesForeignTime()) {
            Reach.advanceForeign(time);
        }
    }

    /** Lets time pass until {@code condition} holds; where time is real, at most {@code -Dconformance.patience} (PT5S). */
    public boolean waitFor(Duration atMost, BooleanSupplier condition) {
        if (mode != Mode.FOREIGN) {
            return twin().clock().advanceUntil(atMost, condition);
        }
        if (Reach.movesForeignTime()) {
            return stepUntil(atMost, condition);
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return true;
    }

    /** Gives work that takes no virtual time a while to end where others do it; what does not end is still to be seen. */
    public void settle(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end && !Reach.movesForeignTime()) {
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static boolean stepUntil(Duration atMost, BooleanSupplier condition) {
        Duration step = atMost.dividedBy(STEPS);
        for (int taken = 0; taken < STEPS && !condition.getAsBoolean(); taken++) {
            Reach.advanceForeign(step);
        }
        return condition.getAsBoolean();
    }

    /** CloudFront. */
    public CloudFrontClient cloudFront() {
        return client(CloudFrontClient.builder(), Region.AWS_GLOBAL);
    }

    /** DynamoDB in {@code us-east-1}. */
    public DynamoDbClient dynamoDb() {
        return client(DynamoDbClient.builder(), Region.US_EAST_1);
    }

    /** S3 in that region; by path where there is one endpoint for all. */
    public S3Client s3(Region region) {
        S3ClientBuilder builder = S3Client.builder().forcePathStyle(mode != Mode.IN_MEMORY);
        return client(builder, region);
    }

    /** Certificate Manager in that region. */
    public AcmClient acm(Region region) {
        return client(AcmClient.builder(), region);
    }

    /** Lambda in that region. */
    public LambdaClient lambda(Region region) {
        return client(LambdaClient.builder(), region);
    }

    /** Step Functions in that region. */
    public SfnClient stepFunctions(Region region) {
        return client(SfnClient.builder(), region);
    }

    /** Any client, with what {@code builder} has set so far. */
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends SdkAutoCloseable> C client(
            B builder, Region region) {
        C client = Reach.point(builder, this::twin)
                .region(region)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
        open.push(client::close);
        return client;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().run();
        }
    }
}
