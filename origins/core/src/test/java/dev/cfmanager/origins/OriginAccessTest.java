// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cfmanager.awstwin.CrashSweep;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.TwinExtension;
import dev.cfmanager.awstwin.kernel.TwinCrash;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.cloudfront.model.CloudFrontOriginAccessIdentity;

@ExtendWith(TwinExtension.class)
class OriginAccessTest {
    private static final String ARN = "arn:aws:cloudfront::123456789012:distribution/E";

    private OriginsOnTwin stage;
    private OriginAccess access;
    private Origin origin;

    @BeforeEach
    void stage(Twin twin) {
        stage = OriginsOnTwin.on(twin);
        access = new OriginAccess(stage.environment(), stage.origins());
        origin = stage.active("origin-1", "eu-central-1");
    }

    @Test
    void letsADistributionInByRecordAndPolicy() {
        Origin granted = access.grantDistribution("origin-1", ARN + 1);

        assertThat(stored()).isEqualTo(granted);
        assertThat(granted.distributionArns()).containsExactly(ARN + 1);
        assertThat(granted.policyApplied()).isEqualTo(granted.policyVersion());
        assertThat(stage.policy(origin).orElseThrow()).contains("AllowCloudFrontServicePrincipal", ARN + 1);
    }

    @Test
    void writesNothingWhenTheSameIsGrantedAgain(Twin twin) {
        access.grantDistribution("origin-1", ARN + 1);
        twin.calls().reset();

        access.grantDistribution("origin-1", ARN + 1);

        assertThat(twin.calls().where(call -> call.service().equals("s3"))).isEmpty();
    }

    @Test
    void takesThePolicyAwayWithItsLastReader() {
        access.grantDistribution("origin-1", ARN + 1);
        access.grantDistribution("origin-1", ARN + 2);

        access.withdrawDistribution("origin-1", ARN + 1);
        assertThat(stage.policy(origin).orElseThrow()).contains(ARN + 2).doesNotContain(ARN + 1);
        access.withdrawDistribution("origin-1", ARN + 2);
        access.withdrawDistribution("origin-1", ARN + 2);

        assertThat(stage.policy(origin)).isEmpty();
        assertThat(stored().usingArns()).isEmpty();
    }

    @Test
    void keepsWhatOthersWroteIntoThePolicy() {
        String foreign = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"Theirs\",\"Effect\":\"Deny\","
                + "\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::origin-1-bucket/*\","
                + "\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}}]}";
        stage.s3("eu-central-1")
                .putBucketPolicy(put -> put.bucket("origin-1-bucket").policy(foreign));

        access.grantDistribution("origin-1", ARN + 1);
        assertThat(stage.policy(origin).orElseThrow()).contains("Theirs", ARN + 1);
        access.withdrawDistribution("origin-1", ARN + 1);

        assertThat(stage.policy(origin)).contains(foreign);
    }

    /** Defect B-9. */
    @Test
    void losesNoneOfManyGrantsAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(12);
        List<Callable<Origin>> grants = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String arn = ARN + i;
            grants.add(() -> access.grantDistribution("origin-1", arn));
        }

        for (Future<Origin> grant : threads.invokeAll(grants)) {
            grant.get();
        }
        threads.shutdown();

        assertThat(stored().distributionArns()).hasSize(12);
        assertThat(stored().policyApplied()).isEqualTo(12);
        String policy = stage.policy(origin).orElseThrow();
        assertThat(stored().distributionArns()).allMatch(policy::contains);
    }

    /** Defect B-4. */
    @Test
    void waitsForS3ToKnowANewIdentity(Twin twin) {
        OaiGrant grant = identity();
        twin.faults().on("s3", "PutBucketPolicy").call(1).fail(400, "MalformedPolicy");
        twin.faults().on("s3", "PutBucketPolicy").call(2).fail(400, "MalformedPolicy");

        access.grantIdentity("origin-1", "dist-1", grant);

        assertThat(stage.policy(origin).orElseThrow()).contains(grant.oaiId());
        assertThat(stored().oaiGrants()).containsEntry("dist-1", grant);
    }

    /** Defect B-4. */
    @Test
    void reportsAnIdentityThatS3NeverComesToKnowAndFinishesLater(Twin twin) {
        OaiGrant grant = identity();
        twin.faults().on("s3", "PutBucketPolicy").fail(400, "MalformedPolicy");

        assertThatThrownBy(() -> access.grantIdentity("origin-1", "dist-1", grant))
                .isInstanceOfSatisfying(OperationException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(ErrorKind.UPSTREAM_ERROR);
                    assertThat(failure.text()).contains("does not know the new origin access identity");
                });
        assertThat(stored().policyApplied()).isLessThan(stored().policyVersion());

        twin.faults().clear();
        access.grantIdentity("origin-1", "dist-1", grant);
        assertThat(stage.policy(origin).orElseThrow()).contains(grant.oaiId());
    }

    /** Defect B-15. */
    @Test
    void knowsAnIdentityInTheSpellingS3GivesBack(Twin twin) {
        OaiGrant grant = identity();
        access.grantIdentity("origin-1", "dist-1", grant);
        twin.calls().reset();

        access.repair("origin-1");

        assertThat(stage.policy(origin).orElseThrow()).doesNotContain(grant.canonicalUserId());
        assertThat(twin.calls().count("s3:PutBucketPolicy")).isZero();
    }

    @Test
    void withdrawsAnIdentity() {
        access.grantIdentity("origin-1", "dist-1", identity());

        access.withdrawIdentity("origin-1", "dist-1");
        access.withdrawIdentity("origin-1", "dist-1");

        assertThat(stage.policy(origin)).isEmpty();
    }

    /** Defect B-3. */
    @Test
    void overwritesNothingItCouldNotRead(Twin twin) {
        access.grantDistribution("origin-1", ARN + 1);
        String before = stage.policy(origin).orElseThrow();
        twin.faults().on("s3", "GetBucketPolicy").call(1).fail(403, "AccessDenied");

        assertThatThrownBy(() -> access.grantDistribution("origin-1", ARN + 2)).isInstanceOf(OperationException.class);

        assertThat(stage.policy(origin)).contains(before);
        access.repair("origin-1");
        assertThat(stage.policy(origin).orElseThrow()).contains(ARN + 2);
    }

    /** Defect B-8. */
    @Test
    void speaksToS3InTheBucketsOwnRegion(Twin twin) {
        access.grantDistribution("origin-1", ARN + 1);

        assertThat(twin.calls().where(call -> call.name().equals("s3:PutBucketPolicy")))
                .allSatisfy(call -> assertThat(call.caller().region()).isEqualTo("eu-central-1"));
    }

    @Test
    void refusesOriginsThatAreNotThereOrNotReady() {
        stage.origins()
                .create(SampleOrigins.origin("origin-2")
                        .state(OriginState.DELETING)
                        .build());

        assertThatThrownBy(() -> access.grantDistribution("origin-none", ARN))
                .isInstanceOfSatisfying(OperationException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(ErrorKind.NOT_FOUND));
        assertThatThrownBy(() -> access.grantDistribution("origin-2", ARN))
                .isInstanceOfSatisfying(OperationException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(ErrorKind.CONFLICT));
        access.withdrawDistribution("origin-none", ARN);
        access.repair("origin-none");
    }

    @Test
    void withdrawsFromABucketThatIsGone() {
        access.grantDistribution("origin-1", ARN + 1);
        stage.s3("eu-central-1").deleteBucket(delete -> delete.bucket("origin-1-bucket"));

        access.withdrawDistribution("origin-1", ARN + 1);

        assertThat(stored().usingArns()).isEmpty();
    }

    @Test
    void goesOnWhenAWriterDiedWithTheLease(Twin twin) {
        twin.faults().on("s3", "PutBucketPolicy").call(1).crash();
        assertThatThrownBy(() -> access.grantDistribution("origin-1", ARN + 1)).isInstanceOf(TwinCrash.class);

        access.grantDistribution("origin-1", ARN + 2);

        assertThat(stage.policy(origin).orElseThrow()).contains(ARN + 1, ARN + 2);
    }

    @Test
    void survivesDyingAtAnyCallOfAGrant() {
        int survived = CrashSweep.of(twin -> accessOn(twin).grantDistribution("origin-1", ARN + 1))
                .given(twin -> OriginsOnTwin.on(twin).active("origin-1", "eu-central-1"))
                .then(twin -> {
                    twin.clock().advance(Duration.ofMinutes(2));
                    Origin granted = accessOn(twin).grantDistribution("origin-1", ARN + 1);
                    assertThat(granted.distributionArns()).containsExactly(ARN + 1);
                    assertThat(OriginsOnTwin.again(twin).policy(granted).orElseThrow())
                            .contains(ARN + 1);
                });

        assertThat(survived).isGreaterThanOrEqualTo(10);
    }

    private static OriginAccess accessOn(Twin twin) {
        OriginsOnTwin stage = OriginsOnTwin.again(twin);
        return new OriginAccess(stage.environment(), stage.origins());
    }

    private OaiGrant identity() {
        CloudFrontOriginAccessIdentity identity = stage.cloudFront()
                .createCloudFrontOriginAccessIdentity(create -> create.cloudFrontOriginAccessIdentityConfig(
                        config -> config.callerReference("dist-1").comment("for a test")))
                .cloudFrontOriginAccessIdentity();
        return new OaiGrant(ARN + 9, identity.id(), identity.s3CanonicalUserId());
    }

    private Origin stored() {
        return stage.origins().find("origin-1").orElseThrow();
    }
}
