// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.acm.PlantedCertificate;
import dev.cfmanager.awstwin.cloudfront.CloudFrontSettings;
import dev.cfmanager.awstwin.cloudfront.Quota;
import dev.cfmanager.common.api.Caller;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.DistributionsStage;
import dev.cfmanager.distributions.SampleDistributions;
import dev.cfmanager.distributions.history.HistoryEvent;
import dev.cfmanager.distributions.reconcile.CreateDistribution.Created;
import dev.cfmanager.origins.DynamoOriginRepository;
import dev.cfmanager.origins.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;

class CreateDistributionTest {
    private static final Caller USER = new Caller("user@example.com", "sub-1", Set.of("Administrators"), true);
    private static final Optional<String> NO_SCOPE = Optional.empty();

    private final Twin twin = Twin.builder()
            .cloudFront(CloudFrontSettings.standard().quota(Quota.DISTRIBUTIONS, 3))
            .start();
    private final DistributionsStage stage = new DistributionsStage(twin);

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void goesFromRequestToDeployedWithEachEventOnce() {
        stage.origin("origin-1a2b3c4d", "my.bucket", "eu-central-1");
        ObjectNode body = SampleDistributions.request("shop", "origin-1a2b3c4d", "my.bucket.s3.amazonaws.com");
        body.putObject("tags").put("team", "web");

        Created created = create(body, NO_SCOPE);

        Distribution distribution = created.distribution();
        assertThat(created.warnings()).isEmpty();
        assertThat(created.atCloudFront()).isTrue();
        assertThat(distribution.status()).isEqualTo(DistributionStatus.IN_PROGRESS);
        assertThat(distribution.createdBy()).isEqualTo("user@example.com");
        assertThat(distribution.domainName().orElseThrow()).endsWith(".cloudfront.net");
        assertThat(stage.distributions().require(distribution.id())).isEqualTo(distribution);

        Advance early = advance(distribution);
        assertThat(early.outcome().word()).isEqualTo("Again");
        twin.clock().advance(Duration.ofMinutes(5));
        Advance done = advance(distribution);
        advance(distribution);

        assertThat(done.outcome().word()).isEqualTo("Settled");
        assertThat(done.status()).isEqualTo("Deployed");
        assertThat(stage.actions(distribution.id()))
                .containsExactly("CREATE_INITIATED", "CREATE_COMPLETED", "STATUS_CHANGED");
        HistoryEvent changed = stage.history(distribution.id()).get(2);
        assertThat(changed.user()).isEqualTo("system");
        assertThat(changed.extras().path("previousStatus").asText()).isEqualTo("InProgress");
        assertThat(changed.extras().path("newStatus").asText()).isEqualTo("Deployed");
        assertThat(twin.calls().count("cloudfront:CreateDistributionWithTags")).isEqualTo(1);
    }

    @Test
    void letsTheDistributionReadItsBucketAndNobodyElse() { // defect F-7
        Origin origin = stage.origin("origin-1a2b3c4d", "my.bucket", "eu-central-1");

        Distribution created = create(
                        SampleDistributions.request("shop", "managed-origin-1", "origin-1a2b3c4d"), NO_SCOPE)
                .distribution();

        assertThat(created.grantedOriginIds()).containsExactly(origin.id());
        assertThat(new DynamoOriginRepository(stage.environment())
                        .find(origin.id())
                        .orElseThrow()
                        .distributionArns())
                .containsExactly(created.arn().orElseThrow());
        assertThat(policy("my.bucket", "eu-central-1")).contains(created.arn().orElseThrow());
        DistributionConfig live = live(created);
        assertThat(live.origins().items().get(0).originAccessControlId())
                .isEqualTo(origin.oacId().orElseThrow());
        assertThat(live.origins().items().get(0).domainName()).isEqualTo("my.bucket.s3.eu-central-1.amazonaws.com");
    }

    @Test
    void twoCreatedOnOneBucketAtTheSameTimeBothReadItBesideForeignStatements() throws Exception { // defect B-9
        stage.origin("origin-1a2b3c4d", "my.bucket", "eu-central-1");
        String foreign = "{\"Sid\":\"Foreign\",\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:PutObject\","
                + "\"Resource\":\"arn:aws:s3:::my.bucket/*\"}";
        stage.test().aws().s3("eu-central-1").putBucketPolicy(put -> put.bucket("my.bucket")
                .policy("{\"Version\":\"2012-10-17\",\"Statement\":[" + foreign + "]}"));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Callable<Distribution>> creations = Stream.of("shop", "blog")
                .map(name -> SampleDistributions.request(name, "origin-1a2b3c4d", "my.bucket.s3.amazonaws.com"))
                .<Callable<Distribution>>map(
                        request -> () -> create(request, NO_SCOPE).distribution())
                .toList();

        List<String> arns = new ArrayList<>();
        for (Future<Distribution> creation : threads.invokeAll(creations)) {
            arns.add(creation.get().arn().orElseThrow());
        }
        threads.shutdown();

        assertThat(policy("my.bucket", "eu-central-1")).contains(arns).contains("Foreign", "s3:PutObject");
        assertThat(new DynamoOriginRepository(stage.environment())
                        .find("origin-1a2b3c4d")
                        .orElseThrow()
                        .distributionArns())
                .containsExactlyInAnyOrderElementsOf(arns);
    }

    @Test
    void derivesTheCallerReferenceFromTheRecord() { // defect O-9
        Distribution created = create(custom("shop"), NO_SCOPE).distribution();

        assertThat(live(created).callerReference())
                .isEqualTo(created.callerReference())
                .startsWith(created.id());
    }

    @Test
    void reportsAllProblemsAndTouchesNothing() {
        ObjectNode body = custom("<shop>");
        ((ObjectNode) body.path("config")).remove("DefaultCacheBehavior");

        OperationException refusal = catchThrowableOfType(OperationException.class, () -> create(body, NO_SCOPE));

        assertThat(refusal.kind()).isEqualTo(ErrorKind.VALIDATION_ERROR);
        assertThat(refusal.text()).startsWith("Invalid distribution configuration");
        assertThat(refusal.errors()).hasSize(2);
        assertThat(twin.calls().where(call -> call.service().equals("cloudfront")))
                .isEmpty();
        assertThat(records()).isEmpty();
    }

    @Test
    void saysWhatCloudFrontRefusesAndLeavesNothingButTheRecord() { // defects V-1, O-10
        ObjectNode body = custom("shop");
        ((ObjectNode) body.at("/config/DefaultCacheBehavior"))
                .put("CachePolicyId", "00000000-0000-0000-0000-000000000000");

        OperationException refusal = catchThrowableOfType(OperationException.class, () -> create(body, NO_SCOPE));

        assertThat(refusal.kind()).isEqualTo(ErrorKind.INVALID_CONFIGURATION);
        assertThat(twin.cloudFront().serving("nothing")).isEmpty();
        Distribution failed = records().get(0);
        assertThat(failed.status()).isEqualTo(DistributionStatus.FAILED);
        assertThat(failed.errorMessage()).contains(refusal.text());
        assertThat(failed.leftovers()).isEmpty();
        assertThat(stage.actions(failed.id())).containsExactly("CREATE_INITIATED", "CREATE_FAILED");
        assertThat(advance(failed).outcome().word()).isEqualTo("Failed");
    }

    @Test
    void saysThatTheQuotaIsReached() {
        create(custom("a"), NO_SCOPE);
        create(custom("b"), NO_SCOPE);
        create(custom("c"), NO_SCOPE);

        assertThatThrownBy(() -> create(custom("d"), NO_SCOPE))
                .isInstanceOfSatisfying(OperationException.class, refusal -> assertThat(refusal.kind())
                        .isEqualTo(ErrorKind.QUOTA_EXCEEDED));
    }

    @Test
    void refusesATakenNameButNotOneWhoseCreationFailed() { // defect V-14
        create(custom("shop"), NO_SCOPE);

        assertThatThrownBy(() -> create(custom("shop"), NO_SCOPE))
                .isInstanceOfSatisfying(OperationException.class, refusal -> assertThat(refusal.kind())
                        .isEqualTo(ErrorKind.CONFLICT))
                .hasMessageContaining("shop is taken");

        twin.faults().on("cloudfront", "CreateDistribution").call(1).fail(400, "InvalidArgument");
        assertThatThrownBy(() -> create(custom("other"), NO_SCOPE)).isInstanceOf(OperationException.class);
        assertThat(create(custom("other"), NO_SCOPE).atCloudFront()).isTrue();
    }

    @Test
    void ofTwoAtTheSameTimeWithOneNameOneIsCreatedAndTheOtherTouchesNothing() { // defect V-14
        ObjectNode body = custom("shop");
        Distribution unseen =
                SampleDistributions.deployed("dist-unseen").name("shop").build();
        twin.faults().on("dynamodb", "Query").call(1).answer(nothing -> {
            stage.distributions().create(unseen);
            return nothing;
        });

        assertThatThrownBy(() -> create(body, NO_SCOPE)).hasMessageContaining("taken by distribution dist-unseen");

        assertThat(records()).containsExactly(unseen);
        assertThat(twin.calls().count("cloudfront:CreateDistribution")).isZero();
    }

    @Test
    void saysWhoHasAnAliasBeforeAnythingIsTouched() {
        String certificate = twin.certificates().plant(PlantedCertificate.of("example.com", "*.example.com"));
        create(aliased("shop", certificate, "www.example.com"), NO_SCOPE);
        String owner = records().get(0).id();
        twin.calls().reset();

        assertThatThrownBy(() -> create(aliased("other", certificate, "WWW.example.com", "a.example.com"), NO_SCOPE))
                .isInstanceOfSatisfying(OperationException.class, refused -> {
                    assertThat(refused.kind()).isEqualTo(ErrorKind.CONFLICT);
                    assertThat(refused.errors())
                            .containsExactly("/config/Aliases/Items/0: WWW.example.com belongs to distribution " + owner
                                    + " (shop); take it away there first");
                });
        assertThat(twin.calls().where(call -> call.operation().matches("(Put|Update|Create|Transact).*")))
                .isEmpty();

        assertThat(create(aliased("wild", certificate, "*.example.com"), NO_SCOPE)
                        .atCloudFront())
                .isTrue(); // overlaps, and the more specific name wins
    }

    @Test
    void namesWhatIsUnfitEvenWhereItIsTooLongToBeLookedUp() {
        String certificate = twin.certificates().plant(PlantedCertificate.of("example.com"));
        ObjectNode body = aliased("", certificate, "x".repeat(5_000) + ".example.com");

        assertThatThrownBy(() -> create(body, NO_SCOPE)).isInstanceOfSatisfying(OperationException.class, refused -> {
            assertThat(refused.kind()).isEqualTo(ErrorKind.VALIDATION_ERROR);
            assertThat(refused.errors())
                    .anyMatch(error -> error.startsWith("name: "))
                    .anyMatch(error -> error.startsWith("/config/Aliases/Items/0: must be a host name"));
        });
    }

    @Test
    void leavesAliasesThatWeDoNotManageToCloudFront() {
        String certificate = twin.certificates().plant(PlantedCertificate.of("example.com"));
        Distribution first =
                create(aliased("shop", certificate, "example.com"), NO_SCOPE).distribution();
        stage.distributions().delete(stage.distributions().require(first.id()));

        assertThatThrownBy(() -> create(aliased("other", certificate, "example.com"), NO_SCOPE))
                .isInstanceOfSatisfying(OperationException.class, refused -> assertThat(refused.kind())
                        .isEqualTo(ErrorKind.CONFLICT));
    }

    private static ObjectNode aliased(String name, String certificate, String... aliases) {
        ObjectNode body = custom(name);
        ObjectNode config = (ObjectNode) body.path("config");
        List.of(aliases).forEach(config.putObject("Aliases").putArray("Items")::add);
        config.putObject("ViewerCertificate").put("ACMCertificateArn", certificate);
        return body;
    }

    @Test
    void goesOnInTheBackgroundWhenCloudFrontIsBusy() {
        twin.faults().on("cloudfront", "CreateDistribution").throttle(0);

        Created created = create(custom("shop"), NO_SCOPE);

        assertThat(created.atCloudFront()).isFalse();
        assertThat(created.distribution().status()).isEqualTo(DistributionStatus.CREATING);
        twin.faults().clear();
        twin.clock().advance(Duration.ofSeconds(30));
        assertThat(advance(created.distribution()).status()).isEqualTo("InProgress");
        assertThat(stage.actions(created.distribution().id())).containsExactly("CREATE_INITIATED", "CREATE_COMPLETED");
    }

    @Test
    void givesUpACreationThatCloudFrontCouldNotDoForAQuarterOfAnHour() { // defect O-11
        twin.faults().on("cloudfront", "CreateDistribution").fail(503, "ServiceUnavailable");
        Distribution created = create(custom("shop"), NO_SCOPE).distribution();

        twin.clock().advance(Duration.ofMinutes(14));
        assertThat(advance(created).outcome().word()).isEqualTo("Again");
        twin.clock().advance(Duration.ofMinutes(2));

        assertThat(advance(created).outcome().word()).isEqualTo("Failed");
        assertThat(stage.distributions().require(created.id()).status()).isEqualTo(DistributionStatus.FAILED);
    }

    @Test
    void answersWithAWarningWhenABucketDoesNotLetItReadYetAndRepairsThatLater() { // contract 4.1
        stage.origin("origin-1a2b3c4d", "my.bucket", "eu-central-1");
        twin.faults().on("s3", "PutBucketPolicy").fail(503, "SlowDown");

        Created created = create(SampleDistributions.request("shop", "o", "origin-1a2b3c4d"), NO_SCOPE);

        assertThat(created.atCloudFront()).isTrue();
        assertThat(created.warnings()).singleElement().asString().contains("origin-1a2b3c4d");
        twin.clock().advance(Duration.ofMinutes(10));
        assertThat(advance(created.distribution()).status()).isEqualTo("InProgress");
        twin.faults().clear();
        assertThat(advance(created.distribution()).status()).isEqualTo("InProgress");
        twin.clock().advance(Duration.ofMinutes(1));
        assertThat(advance(created.distribution()).status()).isEqualTo("Deployed");
        assertThat(policy("my.bucket", "eu-central-1"))
                .contains(created.distribution().arn().orElseThrow());
    }

    @Test
    void createsOneDistributionHoweverOftenARequestIsSentAgain() {
        Created first = create(custom("shop"), Optional.of("scope"));
        Created again = create(custom("shop"), Optional.of("scope"));

        assertThat(again.distribution()).isEqualTo(first.distribution());
        assertThat(twin.calls().count("cloudfront:CreateDistribution")).isEqualTo(1);
    }

    @Test
    void triesAnewWithTheSameRecordWhenTheSameRequestFailedBefore() {
        twin.faults().on("cloudfront", "CreateDistribution").call(1).fail(400, "InvalidArgument");
        assertThatThrownBy(() -> create(custom("shop"), Optional.of("scope"))).isInstanceOf(OperationException.class);

        Created again = create(custom("shop"), Optional.of("scope"));

        assertThat(records()).hasSize(1);
        assertThat(again.distribution().status()).isEqualTo(DistributionStatus.IN_PROGRESS);
        assertThat(stage.actions(again.distribution().id()))
                .containsExactly("CREATE_INITIATED", "CREATE_FAILED", "CREATE_INITIATED", "CREATE_COMPLETED");
    }

    @Test
    void takesAnotherIdWhenTheFirstIsTaken() { // defect M-10
        Distribution first = create(custom("a"), Optional.of("scope")).distribution();
        stage.distributions()
                .update(first, first.toBuilder().requestScope("other").build());

        Distribution second = create(custom("b"), Optional.of("scope")).distribution();

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(stage.distributions().require(first.id()).name()).isEqualTo("a");
    }

    @Test
    void findsWhatItCreatedWhenTheAnswerWasLost() { // defects O-8, O-9
        twin.faults()
                .on("cloudfront", "CreateDistribution")
                .call(1)
                .afterEffect()
                .loseConnection();

        Created created = create(custom("shop"), NO_SCOPE);

        assertThat(created.atCloudFront()).isTrue();
        assertThat(twin.calls().count("cloudfront:CreateDistribution")).isEqualTo(2);
        assertThat(stage.test()
                        .aws()
                        .cloudFront()
                        .listDistributions()
                        .distributionList()
                        .items())
                .hasSize(1);
    }

    private Created create(ObjectNode body, Optional<String> scope) {
        return new CreateDistribution(stage.environment()).run(DistributionsStage.spec(body), USER, scope);
    }

    private Advance advance(Distribution distribution) {
        return new Reconciler(stage.environment()).advance(distribution.id());
    }

    private List<Distribution> records() {
        return stage.distributions().list(dev.cfmanager.common.dynamo.PageRequest.EVERYTHING).items().stream()
                .map(item -> stage.distributions().require(item.id()))
                .toList();
    }

    private DistributionConfig live(Distribution distribution) {
        return stage.test()
                .aws()
                .cloudFront()
                .getDistributionConfig(get -> get.id(distribution.cloudfrontId().orElseThrow()))
                .distributionConfig();
    }

    private String policy(String bucket, String region) {
        return stage.test()
                .aws()
                .s3(region)
                .getBucketPolicy(get -> get.bucket(bucket))
                .policy();
    }

    private static ObjectNode custom(String name) {
        return SampleDistributions.request(name, "custom-origin-1", "www.example.com");
    }
}
