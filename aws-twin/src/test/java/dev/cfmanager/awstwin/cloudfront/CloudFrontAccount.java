// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.acm.Certificates;
import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.kernel.VirtualClock;
import dev.cfmanager.awstwin.lambda.EdgeFunctions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.CloudFrontException;
import software.amazon.awssdk.services.cloudfront.model.CreateDistributionResponse;
import software.amazon.awssdk.services.cloudfront.model.Distribution;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.UpdateDistributionResponse;

/** An account's CloudFront, with the certificates and Lambda functions that a test lays out. */
public final class CloudFrontAccount {
    private final Supplier<Twin> twin;
    private final Consumer<Duration> clock;
    private final UnaryOperator<String> unique;
    private final CloudFrontSettings settings;
    private final CloudFrontClient client;
    private final Map<String, Certificates.Certificate> certificates = new LinkedHashMap<>();
    private final Map<String, EdgeFunctions.EdgeFunction> functions = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private CloudFront cloudFront;
    private int references;

    /** CloudFront with AWS's quotas, wherever that account is. */
    public CloudFrontAccount(Aws aws) {
        this(aws, CloudFrontSettings.standard());
    }

    /** CloudFront with other quotas or delays, in a twin of its own. */
    CloudFrontAccount(Aws aws, CloudFrontSettings settings) {
        this(aws::twin, aws::pass, aws::unique, settings, aws.cloudFront());
    }

    /** CloudFront of that twin, in memory. */
    public CloudFrontAccount(Twin twin) {
        this(
                () -> twin,
                time -> twin.clock().advance(time),
                UnaryOperator.identity(),
                CloudFrontSettings.standard(),
                CloudFrontClients.of(twin));
    }

    private CloudFrontAccount(
            Supplier<Twin> twin,
            Consumer<Duration> clock,
            UnaryOperator<String> unique,
            CloudFrontSettings settings,
            CloudFrontClient client) {
        this.twin = twin;
        this.clock = clock;
        this.unique = unique;
        this.settings = settings;
        this.client = client;
    }

    /** The account of a twin with those settings, which ends with {@code aws}. */
    static CloudFrontAccount with(Aws aws, CloudFrontSettings settings) {
        return new CloudFrontAccount(aws.with(builder -> builder.cloudFront(settings)), settings);
    }

    /** The SDK's client. */
    public CloudFrontClient client() {
        return client;
    }

    /** The twin's CloudFront, which sees the certificates and functions of this test. */
    public CloudFront cloudFront() {
        if (cloudFront == null) {
            cloudFront = new CloudFront(twin.get().kernel(), settings, new Acm(), new Lambda());
            twin.get().kernel().add(cloudFront);
        }
        return cloudFront;
    }

    /** The functions of this test, as the edge sees them. */
    public EdgeFunctions edgeFunctions() {
        return new Lambda();
    }

    /** What CloudFront told ACM and Lambda, in order, such as {@code use arn:...}. */
    List<String> notes() {
        return notes;
    }

    /** An issued certificate in us-east-1 for those names. */
    String certificate(String... names) {
        String arn = "arn:aws:acm:us-east-1:123456789012:certificate/" + certificates.size();
        certificate(arn, "ISSUED", "RSA_2048", 365, names);
        return arn;
    }

    void certificate(String arn, String status, String key, int daysLeft, String... names) {
        cloudFront();
        certificates.put(
                arn,
                new Certificates.Certificate(
                        arn, status, List.of(names), key, VirtualClock.EPOCH.plus(Duration.ofDays(daysLeft))));
    }

    /** An active Node.js function version. */
    String function(String name) {
        return function("us-east-1", name, "Active", "nodejs22.x", false);
    }

    String function(String region, String name, String state, String runtime, boolean hasEnvironment) {
        String arn = "arn:aws:lambda:" + region + ":123456789012:function:" + name + ":1";
        put(new EdgeFunctions.EdgeFunction(arn, state, runtime, "index.handler", hasEnvironment, new byte[0]));
        return arn;
    }

    /** An active function version with that deployment package. */
    public String function(String name, byte[] zip) {
        String arn = "arn:aws:lambda:us-east-1:123456789012:function:" + name + ":1";
        put(new EdgeFunctions.EdgeFunction(arn, "Active", "nodejs22.x", "index.handler", false, zip));
        return arn;
    }

    private void put(EdgeFunctions.EdgeFunction function) {
        cloudFront();
        functions.put(function.versionArn(), function);
    }

    /** Creates the sample distribution with a change. */
    public CreateDistributionResponse create(UnaryOperator<DistributionConfig.Builder> change) {
        String reference = unique.apply("reference-" + references++);
        DistributionConfig config =
                change.apply(Samples.bucketDistribution(reference)).build();
        return client.createDistribution(request -> request.distributionConfig(config));
    }

    UpdateDistributionResponse update(
            CreateDistributionResponse created, UnaryOperator<DistributionConfig.Builder> change) {
        DistributionConfig config = change.apply(created.distribution().distributionConfig().toBuilder())
                .build();
        return client.updateDistribution(request ->
                request.id(created.distribution().id()).ifMatch(created.eTag()).distributionConfig(config));
    }

    /** Creates the sample distribution with a change and waits until it is deployed. */
    public Distribution deploy(UnaryOperator<DistributionConfig.Builder> change) {
        Distribution distribution = create(change).distribution();
        advance(Duration.ofMinutes(5));
        return distribution;
    }

    /** Lets time pass. */
    public void advance(Duration time) {
        clock.accept(time);
    }

    /** Asserts that CloudFront refuses with that status and code, and gives the message. */
    static String refused(int status, String code, ThrowingCallable call) {
        CloudFrontException refusal = catchThrowableOfType(CloudFrontException.class, call);
        assertThat(refusal).as("a refusal with %s", code).isNotNull();
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
        assertThat(refusal.statusCode()).isEqualTo(status);
        return refusal.awsErrorDetails().errorMessage();
    }

    private final class Acm implements Certificates {
        @Override
        public Optional<Certificate> find(String arn) {
            return Optional.ofNullable(certificates.get(arn));
        }

        @Override
        public void use(String arn, String resourceArn) {
            notes.add("use " + arn);
        }

        @Override
        public void release(String arn, String resourceArn) {
            notes.add("release " + arn);
        }
    }

    private final class Lambda implements EdgeFunctions {
        @Override
        public Optional<EdgeFunction> version(String versionArn) {
            return Optional.ofNullable(functions.get(versionArn));
        }

        @Override
        public void replicate(String versionArn, String distributionArn) {
            notes.add("replicate " + versionArn);
        }

        @Override
        public void withdraw(String versionArn, String distributionArn) {
            notes.add("withdraw " + versionArn);
        }
    }
}
