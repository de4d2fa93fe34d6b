// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.acm.Certificates;
import dev.cfmanager.awstwin.kernel.VirtualClock;
import dev.cfmanager.awstwin.lambda.EdgeFunctions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.CloudFrontException;
import software.amazon.awssdk.services.cloudfront.model.CreateDistributionResponse;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.UpdateDistributionResponse;

/** A twin whose CloudFront sees the certificates and Lambda functions that a test lays out. */
final class CloudFrontAccount implements AutoCloseable {
    final Twin twin = Twin.start();
    final CloudFrontClient client = CloudFrontClients.of(twin);
    final Map<String, Certificates.Certificate> certificates = new LinkedHashMap<>();
    final Map<String, EdgeFunctions.EdgeFunction> functions = new LinkedHashMap<>();
    final List<String> notes = new ArrayList<>();

    final CloudFront cloudFront;

    CloudFrontAccount() {
        this(CloudFrontSettings.standard());
    }

    CloudFrontAccount(CloudFrontSettings settings) {
        cloudFront = new CloudFront(twin.kernel(), settings, new Acm(), new Lambda());
        twin.kernel().add(cloudFront);
    }

    /** An issued certificate in us-east-1 for those names. */
    String certificate(String... names) {
        String arn = "arn:aws:acm:us-east-1:123456789012:certificate/" + certificates.size();
        certificates.put(
                arn,
                new Certificates.Certificate(
                        arn, "ISSUED", List.of(names), "RSA_2048", VirtualClock.EPOCH.plus(Duration.ofDays(365))));
        return arn;
    }

    /** An active Node.js function version. */
    String function(String name) {
        return function("us-east-1", name, "Active", "nodejs22.x", false);
    }

    String function(String region, String name, String state, String runtime, boolean hasEnvironment) {
        String arn = "arn:aws:lambda:" + region + ":123456789012:function:" + name + ":1";
        functions.put(
                arn, new EdgeFunctions.EdgeFunction(arn, state, runtime, "index.handler", hasEnvironment, new byte[0]));
        return arn;
    }

    CreateDistributionResponse create(UnaryOperator<DistributionConfig.Builder> change) {
        DistributionConfig config = change.apply(Samples.bucketDistribution(
                        "reference-" + twin.calls().all().size()))
                .build();
        return client.createDistribution(request -> request.distributionConfig(config));
    }

    UpdateDistributionResponse update(
            CreateDistributionResponse created, UnaryOperator<DistributionConfig.Builder> change) {
        DistributionConfig config = change.apply(created.distribution().distributionConfig().toBuilder())
                .build();
        return client.updateDistribution(request ->
                request.id(created.distribution().id()).ifMatch(created.eTag()).distributionConfig(config));
    }

    void advance(Duration time) {
        twin.clock().advance(time);
    }

    /** Asserts that CloudFront refuses with that status and code, and gives the message. */
    static String refused(int status, String code, ThrowingCallable call) {
        CloudFrontException refusal = catchThrowableOfType(CloudFrontException.class, call);
        assertThat(refusal).as("a refusal with %s", code).isNotNull();
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
        assertThat(refusal.statusCode()).isEqualTo(status);
        return refusal.awsErrorDetails().errorMessage();
    }

    @Override
    public void close() {
        client.close();
        twin.close();
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
