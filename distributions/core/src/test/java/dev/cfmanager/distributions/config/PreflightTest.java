// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.acm.PlantedCertificate;
import dev.cfmanager.awstwin.cloudfront.CloudFrontSettings;
import dev.cfmanager.awstwin.cloudfront.Quota;
import dev.cfmanager.awstwin.kernel.Call;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.DistributionSpec;
import dev.cfmanager.distributions.DistributionsStage;
import dev.cfmanager.distributions.reconcile.CreateDistribution;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.CloudFrontException;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;

/** Our rules against CloudFront's own: what passes the one passes the other. */
class PreflightTest {
    private static final int CONFIGURATIONS = 300;

    /** Whether something exists is left to CloudFront, which alone knows it for sure at the moment of the change. */
    private static final Set<String> ABSENT = Set.of(
            "NoSuchCachePolicy",
            "NoSuchOriginRequestPolicy",
            "NoSuchResponseHeadersPolicy",
            "InvalidOriginAccessControl",
            "InvalidOriginAccessIdentity");

    private static Twin twin;
    private static DistributionsStage stage;
    private static RandomConfigs.Things things;

    @BeforeAll
    static void start() {
        CloudFrontSettings roomy = CloudFrontSettings.standard();
        for (Quota quota : List.of(
                Quota.DISTRIBUTIONS,
                Quota.DISTRIBUTIONS_PER_ORIGIN_ACCESS_CONTROL,
                Quota.DISTRIBUTIONS_PER_CACHE_POLICY,
                Quota.DISTRIBUTIONS_PER_ORIGIN_REQUEST_POLICY,
                Quota.DISTRIBUTIONS_PER_FUNCTION,
                Quota.DISTRIBUTIONS_PER_LAMBDA,
                Quota.DISTRIBUTIONS_WITH_LAMBDA)) {
            roomy = roomy.quota(quota, 10_000);
        }
        twin = Twin.builder().cloudFront(roomy).start();
        stage = new DistributionsStage(twin);
        things = new RandomConfigs.Things(
                twin.certificates().plant(PlantedCertificate.of("example.com", "*.example.com")),
                "theirs.s3.us-east-1.amazonaws.com",
                stage.accessControl("theirs"),
                function(),
                version());
    }

    @AfterAll
    static void stop() {
        twin.close();
    }

    @Test
    void whatIsFitIsPassedAndCloudFrontTakesIt() {
        long seed = 7;
        RandomConfigs random = new RandomConfigs(seed, things);
        for (int i = 0; i < CONFIGURATIONS; i++) {
            ObjectNode config = random.fit("fit" + i);

            DistributionSpec spec = spec("fit " + i, config);
            PreparedConfig prepared = configs().forCreate(spec);

            String which = "seed " + seed + ", " + i + ": " + config;
            assertThat(spec.problems().found()).as(which).isEmpty();
            assertThat(refusal("fit " + i, prepared)).as(which).isEmpty();
        }
    }

    @Test
    void whatIsSpoiltIsRefusedBeforeAnythingIsTouchedOrCloudFrontTakesIt() {
        long seed = 11;
        RandomConfigs random = new RandomConfigs(seed, things);
        Set<Boolean> outcomes = new HashSet<>();
        for (int i = 0; i < CONFIGURATIONS; i++) {
            ObjectNode config = random.spoilt(random.fit("spoilt" + i));
            String which = "seed " + seed + ", " + i + ": " + config;

            DistributionSpec spec = spec("spoilt " + i, config);
            PreparedConfig prepared = configs().forCreate(spec);

            outcomes.add(spec.problems().none());
            if (spec.problems().none()) {
                refusal("spoilt " + i, prepared)
                        .filter(refused -> !isAbsence(refused))
                        .ifPresent(refused -> assertThat(refused).as(which).isNull());
            } else {
                twin.calls().reset();
                OperationException refused =
                        catchThrowableOfType(OperationException.class, () -> new CreateDistribution(stage.environment())
                                .run(spec("spoilt", config), DistributionsStage.ADMINISTRATOR, Optional.empty()));
                assertThat(refused.kind()).as(which).isEqualTo(ErrorKind.VALIDATION_ERROR);
                assertThat(refused.text()).startsWith("Invalid distribution configuration");
                assertThat(refused.errors()).as(which).isNotEmpty();
                assertThat(writes()).as(which).isEmpty();
            }
        }
        assertThat(outcomes).containsExactlyInAnyOrder(true, false);
    }

    private static boolean isAbsence(CloudFrontException refused) {
        String code = refused.awsErrorDetails().errorCode();
        String text = refused.awsErrorDetails().errorMessage();
        return ABSENT.contains(code) || code.endsWith("FunctionAssociation") && text.contains("does not exist");
    }

    private static List<Call> writes() {
        return twin.calls().where(call -> !call.operation().matches("(Get|List|Describe|Query|BatchGet).*"));
    }

    private static Optional<CloudFrontException> refusal(String reference, PreparedConfig prepared) {
        ObjectNode config = prepared.config().put("CallerReference", reference);
        try {
            stage.test()
                    .aws()
                    .cloudFront()
                    .createDistribution(create -> create.distributionConfig(ConfigJson.toModel(config)));
            return Optional.empty();
        } catch (CloudFrontException refused) {
            return Optional.of(refused);
        }
    }

    private static DistributionSpec spec(String name, ObjectNode config) {
        ObjectNode body = Json.object().put("name", name);
        body.set("config", config);
        return DistributionsStage.spec(body);
    }

    private static DistributionConfigs configs() {
        return new DistributionConfigs(stage.environment());
    }

    private static String function() {
        CloudFrontClient cloudFront = stage.test().aws().cloudFront();
        var created = cloudFront.createFunction(create -> create.name("rewrite")
                .functionConfig(config -> config.comment("").runtime("cloudfront-js-2.0"))
                .functionCode(SdkBytes.fromUtf8String("function handler(event) { return event.request; }")));
        cloudFront.publishFunction(publish -> publish.name("rewrite").ifMatch(created.eTag()));
        return created.functionSummary().functionMetadata().functionARN();
    }

    private static String version() {
        CreateFunctionResponse created = stage.test().aws().edgeLambda().createFunction(create -> create.functionName(
                        "headers")
                .runtime("nodejs22.x")
                .handler("index.handler")
                .role("arn:aws:iam::123456789012:role/edge")
                .publish(true)
                .code(code -> code.zipFile(SdkBytes.fromByteArray(
                        zip("exports.handler = async (event) => event.Records[0].cf.request;")))));
        twin.clock().advance(java.time.Duration.ofMinutes(5));
        return created.functionArn() + ":" + created.version();
    }

    private static byte[] zip(String code) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("index.js"));
            zip.write(code.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return bytes.toByteArray();
    }
}
