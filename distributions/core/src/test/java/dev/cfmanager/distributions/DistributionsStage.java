// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.common.api.Caller;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.json.Fields;
import dev.cfmanager.common.json.Problems;
import dev.cfmanager.common.testing.TestEnvironment;
import dev.cfmanager.distributions.cloudfront.NewerSdk;
import dev.cfmanager.distributions.history.History;
import dev.cfmanager.distributions.history.HistoryEvent;
import dev.cfmanager.distributions.history.HistorySchema;
import dev.cfmanager.distributions.invalidation.DrainInvalidations;
import dev.cfmanager.distributions.invalidation.QueueSchema;
import dev.cfmanager.distributions.reconcile.Advance;
import dev.cfmanager.distributions.reconcile.CreateDistribution;
import dev.cfmanager.distributions.reconcile.Reconciler;
import dev.cfmanager.distributions.reconcile.TurnsSchema;
import dev.cfmanager.lambdaedge.DynamoEdgeFunctionRepository;
import dev.cfmanager.origins.Buckets;
import dev.cfmanager.origins.DynamoOriginRepository;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.OriginSchema;
import dev.cfmanager.origins.SampleOrigins;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.DistributionSummary;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionConfigResponse;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlOriginTypes;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSigningBehaviors;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSigningProtocols;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A twin with the domain's tables, and ways to put something on it and to look at it. */
public final class DistributionsStage {
    /** Who does things on the stage. */
    public static final Caller ADMINISTRATOR = new Caller("user@example.com", "sub-1", Set.of("Administrators"), true);

    private static final int ROUNDS = 500;

    private final TestEnvironment test;

    /** The stage on that twin, which has none of the tables yet. */
    public DistributionsStage(Twin twin) {
        this(TestEnvironment.on(twin)
                .withTable(EnvironmentVariable.DISTRIBUTIONS_TABLE, DistributionSchema.SCHEMA)
                .withTable(EnvironmentVariable.HISTORY_TABLE, HistorySchema.SCHEMA)
                .withTable(EnvironmentVariable.INVALIDATIONS_TABLE, QueueSchema.SCHEMA)
                .withTable(EnvironmentVariable.TURNS_TABLE, TurnsSchema.SCHEMA)
                .withTable(EnvironmentVariable.ORIGINS_TABLE, OriginSchema.SCHEMA)
                .withTable(EnvironmentVariable.LAMBDA_EDGE_FUNCTIONS_TABLE, DynamoEdgeFunctionRepository.SCHEMA));
    }

    private DistributionsStage(TestEnvironment test) {
        this.test =
                test.with(EnvironmentVariable.LAMBDA_EDGE_EXECUTION_ROLE_ARN, "arn:aws:iam::123456789012:role/edge");
    }

    /** The stage on a twin that has the tables, as another process sees it. */
    public static DistributionsStage resumed(Twin twin) {
        return new DistributionsStage(TestEnvironment.on(twin)
                .with(EnvironmentVariable.DISTRIBUTIONS_TABLE, "distributions-table")
                .with(EnvironmentVariable.HISTORY_TABLE, "history-table")
                .with(EnvironmentVariable.INVALIDATIONS_TABLE, "invalidations-table")
                .with(EnvironmentVariable.TURNS_TABLE, "turns-table")
                .with(EnvironmentVariable.ORIGINS_TABLE, "origins-table")
                .with(EnvironmentVariable.LAMBDA_EDGE_FUNCTIONS_TABLE, "lambda-edge-functions-table"));
    }

    /** The environment for handlers and use cases. */
    public ExecutionEnvironment environment() {
        return test.environment();
    }

    /** The environment's fixture, for more variables. */
    public TestEnvironment test() {
        return test;
    }

    /** The twin behind it. */
    public Twin twin() {
        return test.twin();
    }

    /** The records. */
    public DistributionRepository distributions() {
        return new DynamoDistributionRepository(environment());
    }

    /** A distribution's events, oldest first. */
    public List<HistoryEvent> history(String distributionId) {
        List<HistoryEvent> events = new ArrayList<>(new History(environment()).latest(distributionId, 100));
        Collections.reverse(events);
        return events;
    }

    /** A distribution's events, oldest first, as their actions. */
    public List<String> actions(String distributionId) {
        return history(distributionId).stream().map(HistoryEvent::action).toList();
    }

    /** Creates a distribution of that name in front of {@code www.example.com}, as an administrator. */
    public Distribution created(String name) {
        return created(SampleDistributions.request(name, "custom-origin-1", "www.example.com"));
    }

    /** Creates the distribution that the body of {@code POST /distributions} asks for, as an administrator. */
    public Distribution created(ObjectNode body) {
        return new CreateDistribution(environment())
                .run(spec(body), ADMINISTRATOR, Optional.empty())
                .distribution();
    }

    /** A distribution once there is nothing to do with it any more. */
    public Distribution settled(Distribution distribution) {
        return settle(distribution.id()).distribution().orElseThrow();
    }

    /** Lets virtual time pass and the reconciler work, as the status monitor does, until there is nothing to do. */
    public Advance settle(String distributionId) {
        for (int round = 0; round < ROUNDS; round++) {
            Advance advance = new Reconciler(environment()).advance(distributionId);
            if (advance.outcome().after().isZero()) {
                return advance;
            }
            test.twin().clock().advance(advance.outcome().after());
        }
        throw new AssertionError("distribution " + distributionId + " never settles");
    }

    /** Lets virtual time pass and a queue of invalidations be handed over, as the status monitor does, until it is empty. */
    public void drain(String distributionId) {
        for (int round = 0; round < ROUNDS; round++) {
            Duration after = new DrainInvalidations(environment()).advance(distributionId);
            if (after.isZero()) {
                return;
            }
            test.twin().clock().advance(after);
        }
        throw new AssertionError("the queue of distribution " + distributionId + " is never empty");
    }

    /** Paths of the last hundred invalidations that CloudFront was given for a distribution, the first one first. */
    public List<List<String>> invalidated(Distribution distribution) {
        String id = distribution.cloudfrontId().orElseThrow();
        List<List<String>> all = new ArrayList<>(test
                .aws()
                .cloudFront()
                .listInvalidations(list -> list.distributionId(id).maxItems("100"))
                .invalidationList()
                .items()
                .stream()
                .map(summary -> test.aws()
                        .cloudFront()
                        .getInvalidation(get -> get.distributionId(id).id(summary.id()))
                        .invalidation()
                        .invalidationBatch()
                        .paths()
                        .items())
                .toList());
        Collections.reverse(all);
        return all;
    }

    /** What a viewer of that distribution gets for a path. */
    public TwinResponse view(Distribution distribution, String path) {
        return test.twin()
                .edge()
                .handle(new TwinRequest(
                        "GET", distribution.domainName().orElseThrow(), path, Map.of(), Map.of(), new byte[0]));
    }

    /** The configuration that CloudFront has of a distribution, as the SDK reads it. */
    public DistributionConfig live(Distribution distribution) {
        return test.aws()
                .cloudFront()
                .getDistributionConfig(get -> get.id(distribution.cloudfrontId().orElseThrow()))
                .distributionConfig();
    }

    /** Changes it as somebody does who does not use the manager. */
    public void changeOutside(Distribution distribution, UnaryOperator<DistributionConfig> change) {
        changeOutside(distribution, change, UnaryOperator.identity());
    }

    /** The same by somebody whose SDK is newer: {@code document} changes what goes over the wire. */
    public void changeOutside(
            Distribution distribution, UnaryOperator<DistributionConfig> change, UnaryOperator<String> document) {
        String id = distribution.cloudfrontId().orElseThrow();
        GetDistributionConfigResponse read = test.aws().cloudFront().getDistributionConfig(get -> get.id(id));
        test.aws().cloudFront().updateDistribution(update -> update.id(id)
                .ifMatch(read.eTag())
                .distributionConfig(change.apply(read.distributionConfig()))
                .overrideConfiguration(NewerSdk.writing(document)));
    }

    /** The policy of a bucket; empty when it has none. */
    public Optional<String> policy(String bucket, String region) {
        try {
            return Optional.of(test.aws()
                    .s3(region)
                    .getBucketPolicy(get -> get.bucket(bucket))
                    .policy());
        } catch (S3Exception none) {
            assertThat(none.awsErrorDetails().errorCode()).isEqualTo("NoSuchBucketPolicy");
            return Optional.empty();
        }
    }

    /** CloudFront's ids of the distributions that it has. */
    public List<String> atCloudFront() {
        return test.aws().cloudFront().listDistributions().distributionList().items().stream()
                .map(DistributionSummary::id)
                .toList();
    }

    /** Puts a managed origin there: its bucket in that region and tagged as made for it, its access control, its record. */
    public Origin origin(String id, String bucket, String region) {
        test.aws().s3(region).createBucket(create -> create.bucket(bucket)
                .createBucketConfiguration(configuration -> configuration
                        .locationConstraint(region.equals("us-east-1") ? null : region)
                        .tags(tag -> tag.key(Buckets.ORIGIN_TAG).value(id))));
        Origin origin = SampleOrigins.origin(id)
                .bucketName(bucket)
                .region(region)
                .oacId(accessControl("OAC-" + bucket))
                .build();
        new DynamoOriginRepository(environment()).create(origin);
        return origin;
    }

    /** Makes an origin access control; gives its id. */
    public String accessControl(String name) {
        return test.aws()
                .cloudFront()
                .createOriginAccessControl(create -> create.originAccessControlConfig(config -> config.name(name)
                        .originAccessControlOriginType(OriginAccessControlOriginTypes.S3)
                        .signingBehavior(OriginAccessControlSigningBehaviors.ALWAYS)
                        .signingProtocol(OriginAccessControlSigningProtocols.SIGV4)))
                .originAccessControl()
                .id();
    }

    /** What the body of {@code POST /distributions} asks for. */
    public static DistributionSpec spec(ObjectNode body) {
        return DistributionSpec.of(new Fields(body, new Problems()));
    }
}
