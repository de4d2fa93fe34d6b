// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.acm.PlantedCertificate;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionJson;
import dev.cfmanager.distributions.DistributionStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudfront.model.CloudFrontOriginAccessIdentityConfig;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.LambdaFunctionAssociation;

class MultiOriginTest {
    private final MultiOriginStage stage = new MultiOriginStage();

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void answersBeforeTheFunctionIsActiveAndFinishesInTheBackground() { // defect O-12
        Distribution begun = stage.create("World");

        assertThat(begun.status()).isEqualTo(DistributionStatus.CREATING);
        assertThat(begun.cloudfrontId()).isEmpty();
        assertThat(begun.oaiId()).isPresent();
        assertThat(begun.lambdaEdgeFunctionId()).isPresent();
        assertThat(steps(begun))
                .isEqualTo("identity=done function=done version=in_progress distribution=pending policies=pending"
                        + " deployment=pending");

        Advance settled = stage.settle(begun.id());

        assertThat(settled.status()).isEqualTo("Deployed");
        assertThat(steps(stage.stage().distributions().require(begun.id())))
                .isEqualTo("identity=done function=done version=done distribution=done policies=done deployment=done");
    }

    @Test
    void isWatchedFromTheBeginning() { // defect M-11
        String machine = stage.stage()
                .test()
                .aws()
                .stepFunctions()
                .createStateMachine(create -> create.name("status-monitor")
                        .definition("{\"StartAt\":\"Wait\",\"States\":{\"Wait\":{\"Type\":\"Wait\","
                                + "\"Seconds\":3600,\"End\":true}}}")
                        .roleArn("arn:aws:iam::123456789012:role/monitor"))
                .stateMachineArn();
        stage.stage().test().with(EnvironmentVariable.STATUS_MONITOR_STATE_MACHINE_ARN, machine);

        Distribution begun = stage.create("World");

        assertThat(new StatusMonitor(stage.stage().environment()).watched()).containsExactly(begun.id());
    }

    @Test
    void cloudFrontGetsTheOriginsTheIdentityAndTheVersionedFunction() {
        Distribution made = made("World");

        DistributionConfig config = stage.stage()
                .test()
                .aws()
                .cloudFront()
                .getDistributionConfig(get -> get.id(made.cloudfrontId().orElseThrow()))
                .distributionConfig();
        assertThat(config.origins().items()).hasSize(3).allSatisfy(origin -> {
            assertThat(origin.s3OriginConfig().originAccessIdentity())
                    .isEqualTo(
                            "origin-access-identity/cloudfront/" + made.oaiId().orElseThrow());
            assertThat(origin.originAccessControlId()).isNullOrEmpty();
        });
        assertThat(config.defaultCacheBehavior().targetOriginId()).isEqualTo("origin-0000000c");
        LambdaFunctionAssociation association = config.defaultCacheBehavior()
                .lambdaFunctionAssociations()
                .items()
                .get(0);
        assertThat(association.eventTypeAsString()).isEqualTo("origin-request");
        assertThat(association.includeBody()).isFalse();
        assertThat(association.lambdaFunctionARN()).matches(".*:function:World-multi-origin-func-[0-9a-f]{8}:1");
    }

    @Test
    void aPresetNobodyKnowsIsRefusedBeforeAnythingIsMadeAndTheOlderNameServes() { // defects V-4, V-5
        ObjectNode body = MultiOriginStage.body("World");
        ((ObjectNode) body.path("multiOriginConfig")).put("preset", "geographic");

        assertThatThrownBy(() -> stage.create(body, "one"))
                .isInstanceOfSatisfying(OperationException.class, refused -> assertThat(refused.errors())
                        .containsExactly("multiOriginConfig.preset: must be one of: asia-us, global-three"));
        assertThat(stage.identities()).isEmpty();
        assertThat(stage.functions()).isEmpty();

        ((ObjectNode) body.path("multiOriginConfig")).put("preset", "global-3-region");
        assertThat(stage.settle(stage.create(body, "two").id()).status()).isEqualTo("Deployed");
    }

    @Test
    void anyNameMakesAFunctionNameThatLambdaTakes() { // defect V-6
        String name = "www.shop & more (Größe XL) " + "x".repeat(90);

        Advance settled = stage.settle(stage.create(name).id());

        assertThat(settled.status()).isEqualTo("Deployed");
        assertThat(stage.functions())
                .singleElement()
                .asString()
                .matches("www-shop[A-Za-z0-9_-]*-multi-origin-func-[0-9a-f]{8}")
                .hasSizeLessThanOrEqualTo(64);
    }

    @Test
    void whatIsWrongWithTheRestIsSaidBeforeAnythingIsMade() { // defect O-5
        ObjectNode body = MultiOriginStage.body("World");
        ObjectNode config = body.putObject("config").put("DefaultRootObject", "/index.html");
        config.putObject("Aliases").putArray("Items").add("www.example.com");
        config.putObject("ViewerCertificate")
                .put(
                        "ACMCertificateArn",
                        stage.twin().certificates().plant(PlantedCertificate.of("other.example.com")));

        assertThatThrownBy(() -> stage.create(body, "one"))
                .isInstanceOfSatisfying(OperationException.class, refused -> assertThat(refused.errors())
                        .hasSize(2)
                        .anyMatch(error -> error.startsWith("/config/DefaultRootObject: "))
                        .anyMatch(error -> error.startsWith("/config/Aliases/Items/0: ")));
        assertThat(stage.identities()).isEmpty();
        assertThat(stage.functions()).isEmpty();
    }

    @Test
    void everyBucketLetsTheIdentityRead() {
        Distribution made = made("World");

        String user = stage.stage()
                .test()
                .aws()
                .cloudFront()
                .getCloudFrontOriginAccessIdentity(get -> get.id(made.oaiId().orElseThrow()))
                .cloudFrontOriginAccessIdentity()
                .s3CanonicalUserId();

        for (int origin = 0; origin < 3; origin++) {
            assertThat(stage.policy(origin)).containsAnyOf(user, made.oaiId().orElseThrow());
        }
    }

    @Test
    void ofTheClientsConfigurationOnlyWhatIsNotRoutingIsKept() {
        ObjectNode body = MultiOriginStage.body("World");
        ObjectNode config = body.putObject("config").put("Comment", "mine").put("PriceClass", "PriceClass_200");
        config.putObject("Origins").putArray("Items").addObject().put("Id", "x").put("DomainName", "evil.example.com");
        config.putObject("DefaultCacheBehavior").put("TargetOriginId", "x").put("ViewerProtocolPolicy", "https-only");

        JsonNode kept = stage.create(body, "scope").config();

        assertThat(kept.path("Comment").asText()).isEqualTo("mine");
        assertThat(kept.path("PriceClass").asText()).isEqualTo("PriceClass_200");
        assertThat(kept.at("/DefaultCacheBehavior/ViewerProtocolPolicy").asText())
                .isEqualTo("https-only");
        assertThat(kept.toString()).doesNotContain("evil.example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CreateCloudFrontOriginAccessIdentity", "CreateDistribution"})
    void whatCloudFrontRefusesLeavesNothingButARecordThatSaysWhy(String operation) {
        stage.twin().faults().on("cloudfront", operation).fail(400, "InvalidArgument");

        Distribution failed = failed("World");

        assertThat(failed.errorMessage().orElse("")).contains("InvalidArgument");
        assertNothingIsLeft();
    }

    @Test
    void aFunctionThatLambdaRefusesLeavesNothingButARecordThatSaysWhy() {
        stage.twin().faults().on("lambda", "CreateFunction").fail(400, "InvalidParameterValueException");

        Distribution failed = failed("World");

        assertThat(failed.leftovers()).isEmpty();
        assertThat(steps(failed))
                .isEqualTo("identity=done function=failed version=pending distribution=pending policies=pending"
                        + " deployment=pending");
        assertNothingIsLeft();
    }

    @Test
    void aFailedCreationCanBeSentAgain() {
        stage.twin().faults().on("lambda", "CreateFunction").call(1).fail(400, "InvalidParameterValueException");
        failed("World");
        stage.twin().faults().clear();

        Distribution again = made("World");

        assertThat(again.status()).isEqualTo(DistributionStatus.DEPLOYED);
        assertThat(stage.identities()).hasSize(1);
        assertThat(stage.functions()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"preset\":\"geographic\",\"defaultOriginId\":\"origin-0000000a\",\"additionalOriginIds\":[\"origin-0000000b\"]}",
                "{\"preset\":\"global-three\",\"defaultOriginId\":\"origin-0000000a\",\"additionalOriginIds\":[\"origin-0000000b\"]}",
                "{\"preset\":\"asia-us\",\"defaultOriginId\":\"origin-0000000a\",\"additionalOriginIds\":[]}",
                "{\"preset\":\"asia-us\",\"defaultOriginId\":\"origin-0000000a\",\"additionalOriginIds\":[\"origin-ffffffff\"]}",
                "{\"preset\":\"asia-us\",\"defaultOriginId\":\"origin-0000000a\",\"additionalOriginIds\":[\"origin-0000000a\"]}",
                "{\"preset\":\"asia-us\",\"origins\":{\"default\":{\"bucketName\":\"somebody\",\"region\":\"us-east-1\"}}}",
            })
    void refusesBeforeAnythingIsMade(String multiOriginConfig) {
        ObjectNode body = MultiOriginStage.body("World");
        body.set("multiOriginConfig", Json.parseOwn(multiOriginConfig));
        stage.twin().calls().reset();

        OperationException refused = catchThrowableOfType(OperationException.class, () -> stage.create(body, "scope"));

        assertThat(refused.kind()).isEqualTo(ErrorKind.VALIDATION_ERROR);
        assertThat(refused.errors()).isNotEmpty().allMatch(error -> error.startsWith("multiOriginConfig."));
        assertThat(stage.twin().calls().where(call -> !call.service().equals("dynamodb")))
                .isEmpty();
    }

    @Test
    void aNameWithDotsSpacesAnd128CharactersMakesLegalNamesEverywhere() {
        String name = "www.example.com, all of the world. ".repeat(4).substring(0, 128);

        Distribution made = made(name);

        assertThat(made.status()).isEqualTo(DistributionStatus.DEPLOYED);
        assertThat(stage.functions())
                .singleElement()
                .asString()
                .matches("[A-Za-z0-9_-]{1,64}")
                .contains("-multi-origin-func-");
        CloudFrontOriginAccessIdentityConfig identity = stage.stage()
                .test()
                .aws()
                .cloudFront()
                .getCloudFrontOriginAccessIdentityConfig(
                        get -> get.id(made.oaiId().orElseThrow()))
                .cloudFrontOriginAccessIdentityConfig();
        assertThat(identity.comment()).hasSizeLessThanOrEqualTo(128).endsWith("(" + made.id() + ")");
        assertThat(identity.callerReference()).matches("[A-Za-z0-9-]{1,128}");
        DistributionConfig config = stage.stage()
                .test()
                .aws()
                .cloudFront()
                .getDistributionConfig(get -> get.id(made.cloudfrontId().orElseThrow()))
                .distributionConfig();
        assertThat(config.comment()).isEqualTo(name);
        assertThat(config.callerReference()).matches("[A-Za-z0-9-]{1,128}");
    }

    private Distribution made(String name) {
        Distribution begun = stage.create(name);
        stage.settle(begun.id());
        return stage.stage().distributions().require(begun.id());
    }

    private Distribution failed(String name) {
        try {
            stage.create(name);
        } catch (OperationException refused) {
            assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID_CONFIGURATION);
        }
        Distribution record =
                stage.stage().distributions().findByName(name).iterator().next();
        stage.settle(record.id());
        Distribution failed = stage.stage().distributions().require(record.id());
        assertThat(failed.status()).isEqualTo(DistributionStatus.FAILED);
        return failed;
    }

    private void assertNothingIsLeft() {
        assertThat(stage.identities()).isEmpty();
        assertThat(stage.functions()).isEmpty();
        assertThat(stage.atCloudFront()).isEmpty();
    }

    private static String steps(Distribution distribution) {
        StringBuilder text = new StringBuilder();
        DistributionJson.whole(distribution).path("steps").forEach(step -> text.append(' ')
                .append(step.path("name").asText())
                .append('=')
                .append(step.path("state").asText()));
        return text.toString().strip();
    }
}
