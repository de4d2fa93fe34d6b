// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.update;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.cloudfront.CloudFrontSettings;
import dev.cfmanager.awstwin.kernel.XmlElement;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.DistributionsStage;
import dev.cfmanager.distributions.Goal;
import dev.cfmanager.distributions.SampleDistributions;
import dev.cfmanager.distributions.history.History;
import dev.cfmanager.distributions.history.HistoryEvent;
import dev.cfmanager.distributions.reconcile.Reconciler;
import dev.cfmanager.distributions.reconcile.Refresh;
import dev.cfmanager.origins.DynamoOriginRepository;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.PriceClass;
import software.amazon.awssdk.services.cloudfront.model.Tag;

class UpdateDistributionHandlerTest {
    private final Twin twin = Twin.builder()
            .cloudFront(CloudFrontSettings.standard().deployment(Duration.ofMinutes(5)))
            .start();
    private final DistributionsStage stage = new DistributionsStage(twin);

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void appliesWhatIsNamedAndKeepsTheRest() { // defect F-2
        Distribution made = stage.settled(stage.created("shop"));
        DistributionConfig before = stage.live(made);

        GatewayAnswer answer = update(
                made,
                "{'description':'ours','config':{'PriceClass':'PriceClass_All',"
                        + "'DefaultCacheBehavior':{'ViewerProtocolPolicy':'https-only'}}}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsKey("Access-Control-Allow-Origin");
        JsonNode distribution = answer.data().path("distribution");
        assertThat(distribution.at("/config/PriceClass").asText()).isEqualTo("PriceClass_All");
        assertThat(distribution.path("description").asText()).isEqualTo("ours");
        assertThat(distribution.path("status").asText()).isEqualTo("InProgress");
        DistributionConfig expected = before.toBuilder()
                .priceClass(PriceClass.PRICE_CLASS_ALL)
                .defaultCacheBehavior(before.defaultCacheBehavior().toBuilder()
                        .viewerProtocolPolicy("https-only")
                        .build())
                .build();
        assertThat(stage.live(made)).isEqualTo(expected);
        HistoryEvent event = last(made);
        assertThat(event.action()).isEqualTo("UPDATE_COMPLETED");
        assertThat(event.user()).isEqualTo("user@example.com");
        assertThat(event.extras().path("changed"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder(
                        "/description", "/config/DefaultCacheBehavior/ViewerProtocolPolicy", "/config/PriceClass");
    }

    @Test
    void losesNothingThatTheSdkDoesNotKnow() {
        Distribution made = stage.settled(stage.created("shop"));
        stage.changeOutside(made, config -> config, document -> document.replace(
                        "</DistributionConfig>", "<Future><Depth>1</Depth></Future></DistributionConfig>")
                .replace("</DefaultCacheBehavior>", "<FutureCache>2</FutureCache></DefaultCacheBehavior>")
                .replace("</CustomOriginConfig>", "<FutureTls>3</FutureTls></CustomOriginConfig>"));

        assertThat(update(
                                made,
                                "{'config':{'Comment':'new','Origins':{'Items':[{'Id':'custom-origin-1',"
                                        + "'ConnectionAttempts':2},{'Id':'second','DomainName':'second.example.com'}]}}}")
                        .status())
                .isEqualTo(200);
        stage.settle(made.id());

        XmlElement config = twin.cloudFront()
                .serving(made.domainName().orElseThrow())
                .orElseThrow()
                .config();
        assertThat(config.textAt("Comment")).isEqualTo("new");
        assertThat(config.textAt("Future", "Depth")).isEqualTo("1");
        assertThat(config.textAt("DefaultCacheBehavior", "FutureCache")).isEqualTo("2");
        assertThat(config.itemsAt("Origins").get(0).textAt("CustomOriginConfig", "FutureTls"))
                .isEqualTo("3");
        assertThat(config.itemsAt("Origins").get(0).textAt("ConnectionAttempts"))
                .isEqualTo("2");
        assertThat(config.itemsAt("Origins")).hasSize(2);
    }

    @Test
    void keepsWhatOthersChangedInTheMeantime() {
        Distribution made = stage.settled(stage.created("shop"));
        atFirst(
                "GetDistributionConfig",
                () -> stage.changeOutside(made, config -> config.toBuilder()
                        .defaultRootObject("start.html")
                        .build()));

        assertThat(update(made, "{'config':{'PriceClass':'PriceClass_200'}}").status())
                .isEqualTo(200);

        assertThat(stage.live(made).defaultRootObject()).isEqualTo("start.html");
        assertThat(stage.live(made).priceClassAsString()).isEqualTo("PriceClass_200");
    }

    @Test
    void namesTheValuesThatSomebodyElseChangedAtTheSameTime() {
        Distribution made = stage.settled(stage.created("shop"));
        atFirst(
                "GetDistributionConfig",
                () -> stage.changeOutside(made, config -> config.toBuilder()
                        .priceClass(PriceClass.PRICE_CLASS_ALL)
                        .build()));

        GatewayAnswer answer =
                update(made, "{'name':'other','config':{'PriceClass':'PriceClass_200','Comment':'mine'}}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().at("/details/clashes"))
                .extracting(JsonNode::asText)
                .containsExactly("/config/PriceClass");
        assertThat(stage.live(made).priceClass()).isEqualTo(PriceClass.PRICE_CLASS_ALL);
        assertThat(stage.live(made).comment()).isEqualTo("shop");
        assertThat(record(made).name()).isEqualTo("shop");
        assertThat(last(made).action()).isEqualTo("UPDATE_FAILED");
        assertThat(last(made).extras().path("error").asText()).contains("/config/PriceClass");
    }

    @Test
    void winsAgainstLostRacesForTheEtag() { // defect M-6
        Distribution made = stage.settled(stage.created("shop"));
        twin.faults().on("cloudfront", "UpdateDistribution").times(4).fail(412, "PreconditionFailed");

        assertThat(update(made, "{'config':{'Comment':'new'}}").status()).isEqualTo(200);

        assertThat(stage.live(made).comment()).isEqualTo("new");
    }

    @Test
    void givesUpAfterFiveLostRacesAndChangesNothing() {
        Distribution made = stage.settled(stage.created("shop"));
        twin.faults().on("cloudfront", "UpdateDistribution").times(5).fail(412, "PreconditionFailed");

        GatewayAnswer answer = update(made, "{'name':'other','config':{'Comment':'new'}}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(stage.live(made).comment()).isEqualTo("shop");
        assertThat(record(made).name()).isEqualTo("shop");
        assertThat(record(made).status()).isEqualTo(DistributionStatus.DEPLOYED);
        assertThat(record(made).pendingUpdate()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'owner':'me'}|owner",
                "{'config':{'Colour':'red'}}|/config/Colour",
                "{'config':{'DefaultCacheBehavior':{'Speed':1}}}|/config/DefaultCacheBehavior/Speed",
                "{'config':{'HttpVersion':'http1.1'}}|/config/HttpVersion",
                "{'config':{'CallerReference':'mine'}}|/config/CallerReference",
                "{'config':{'DefaultCacheBehavior':{'MinTTL':5}}}|/config/DefaultCacheBehavior/MinTTL",
                "{'config':{'DefaultCacheBehavior':{'TargetOriginId':'gone'}}}|/config/DefaultCacheBehavior/TargetOriginId",
                "{'config':{'Aliases':{'Items':['www.example.com']}}}|/config/Aliases",
                "{'config':{'Origins':{'Items':[]}}}|/config/Origins",
                "{'config':'all'}|config",
                "{'config':null}|config",
                "{'name':null}|name",
                "{'name':'<b>'}|name",
                "{'tags':{'aws:x':'1'}}|tags.aws:x",
                "{'tags':null}|tags",
                "{'version':0}|version",
                "{}|names nothing"
            })
    void refusesWhatItWouldNotApply(String body, String named) {
        Distribution made = stage.settled(stage.created("shop"));

        GatewayAnswer answer = update(made, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
        assertThat(answer.message()).contains(named);
        assertThat(record(made)).isEqualTo(made);
        assertThat(twin.calls().count("cloudfront:UpdateDistribution")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "nothing", "null"})
    void refusesABodyThatIsNoObject(String body) { // defect V-1
        assertThat(update(stage.created("shop"), body).status()).isEqualTo(400);
    }

    @Test
    void answers404ForAnUnknownDistribution() {
        assertThat(update("dist-00000000", "{'name':'x'}").status()).isEqualTo(404);
    }

    @Test
    void answers409WhileItIsCreatedAndWhileItIsDeleted() {
        Distribution made = stage.settled(stage.created("shop"));
        stage.distributions()
                .create(SampleDistributions.deployed("dist-2")
                        .cloudfrontId(null)
                        .status(DistributionStatus.CREATING)
                        .build());
        stage.distributions().update(made, made.toBuilder().goal(Goal.DELETED).build());

        assertThat(update("dist-2", "{'name':'x'}").status()).isEqualTo(409);
        assertThat(update(made, "{'name':'x'}").status()).isEqualTo(409);
    }

    @Test
    void changesNoOtherVersionThanTheClientSaw() {
        Distribution made = stage.settled(stage.created("shop"));
        String seen = "\"" + made.version() + "\"";

        assertThat(call(made.id(), "{'description':'a'}")
                        .header("If-Match", seen)
                        .to(handler())
                        .status())
                .isEqualTo(200);
        GatewayAnswer late =
                call(made.id(), "{'description':'b'}").header("If-Match", seen).to(handler());
        GatewayAnswer inBody = update(made, "{'description':'b','version':" + made.version() + "}");

        assertThat(late.status()).isEqualTo(409);
        assertThat(late.body().at("/details/version").asLong())
                .isEqualTo(record(made).version());
        assertThat(inBody.status()).isEqualTo(409);
        assertThat(record(made).description()).contains("a");
        assertThat(call(made.id(), "{'description':'b'}")
                        .header("If-Match", "soon")
                        .to(handler())
                        .status())
                .isEqualTo(400);
    }

    @Test
    void setsAndTakesTags() {
        ObjectNode body = SampleDistributions.request("shop", "custom-origin-1", "www.example.com");
        body.putObject("tags").put("team", "web").put("cost", "1");
        Distribution made = stage.settled(stage.created(body));

        GatewayAnswer answer = update(made, "{'tags':{'cost':null,'team':'shop','stage':'live'}}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data().at("/distribution/status").asText()).isEqualTo("Deployed");
        assertThat(record(made).tags()).containsOnly(Map.entry("team", "shop"), Map.entry("stage", "live"));
        assertThat(tags(made)).containsExactlyInAnyOrder("team=shop", "stage=live");
    }

    @Test
    void putsTagsBackWhenTheConfigurationIsRefused() {
        Distribution made = stage.settled(stage.created("shop"));
        twin.faults().on("cloudfront", "UpdateDistribution").fail(400, "InvalidArgument");

        GatewayAnswer answer = update(made, "{'tags':{'team':'web'},'config':{'Comment':'new'}}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("INVALID_CONFIGURATION");
        assertThat(tags(made)).isEmpty();
        assertThat(record(made).tags()).isEmpty();
        assertThat(record(made).status()).isEqualTo(DistributionStatus.DEPLOYED);
    }

    @Test
    void renamesToAFreeNameOnly() { // defect V-14
        Distribution made = stage.settled(stage.created("shop"));
        stage.created("blog");

        GatewayAnswer taken = update(made, "{'name':'blog','config':{'Comment':'new'}}");
        GatewayAnswer free = update(made, "{'name':'store','description':null}");

        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.message()).contains("blog");
        assertThat(free.status()).isEqualTo(200);
        assertThat(free.data().at("/distribution/name").asText()).isEqualTo("store");
        assertThat(stage.live(made).comment()).isEqualTo("shop");
        assertThat(twin.calls().count("cloudfront:UpdateDistribution")).isZero();
    }

    @Test
    void movesAccessWithTheOriginsAndNoViewerIsRefused() { // defects B-8, B-9, B-14
        stage.origin("origin-0000000a", "first.bucket", "eu-central-1");
        stage.origin("origin-0000000b", "second.bucket", "ap-northeast-1");
        objects("first.bucket", "eu-central-1");
        objects("second.bucket", "ap-northeast-1");
        Distribution made = stage.settled(
                stage.created(SampleDistributions.request("shop", "origin-0000000a", "first.bucket.s3.amazonaws.com")));

        GatewayAnswer answer = update(
                made,
                "{'config':{'DefaultCacheBehavior':{'TargetOriginId':'origin-0000000b'},"
                        + "'Origins':{'Items':[{'Id':'origin-0000000b','DomainName':'origin-0000000b'}]}}}");

        assertThat(answer.status()).isEqualTo(200);
        Duration next = Duration.ZERO;
        for (int second = 0; second < 400; second++) {
            assertThat(stage.view(made, "/object-" + second).status())
                    .as("second %d", second)
                    .isEqualTo(200);
            boolean deployed = second >= 300;
            if (!deployed) {
                assertThat(readers("origin-0000000a")).as("second %d", second).hasSize(1);
            }
            assertThat(readers("origin-0000000b")).hasSize(1);
            if (next.toSeconds() <= second) {
                next = Duration.ofSeconds(second)
                        .plus(new Reconciler(stage.environment())
                                .advance(made.id())
                                .outcome()
                                .after());
            }
            twin.clock().advance(Duration.ofSeconds(1));
        }
        Distribution now = stage.settled(made);
        assertThat(readers("origin-0000000a")).isEmpty();
        assertThat(stage.policy("first.bucket", "eu-central-1")).isEmpty();
        assertThat(stage.policy("second.bucket", "ap-northeast-1").orElseThrow())
                .contains(made.arn().orElseThrow());
        assertThat(now.originIds()).containsExactly("origin-0000000b");
        assertThat(now.grantedOriginIds()).containsExactly("origin-0000000b");
        assertThat(now.originDomain()).isEqualTo("second.bucket.s3.ap-northeast-1.amazonaws.com");
        assertThat(now.status()).isEqualTo(DistributionStatus.DEPLOYED);
    }

    @Test
    void takesANewOriginsAccessAwayWhenTheChangeIsRefused() {
        stage.origin("origin-0000000b", "second.bucket", "ap-northeast-1");
        Distribution made = stage.settled(stage.created("shop"));
        twin.faults().on("cloudfront", "UpdateDistribution").fail(400, "InvalidOrigin");

        GatewayAnswer answer = update(
                made,
                "{'config':{'Origins':{'Items':[{'Id':'custom-origin-1'},"
                        + "{'Id':'origin-0000000b','DomainName':'origin-0000000b'}]}}}");
        stage.settle(made.id());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(readers("origin-0000000b")).isEmpty();
        assertThat(stage.policy("second.bucket", "ap-northeast-1")).isEmpty();
        assertThat(record(made).originIds()).isEmpty();
        assertThat(record(made).grantedOriginIds()).isEmpty();
        assertThat(record(made).status()).isEqualTo(DistributionStatus.DEPLOYED);
    }

    @Test
    void saysAcceptedAndFinishesLaterWhatCloudFrontHasNoTimeFor() {
        Distribution made = stage.settled(stage.created("shop"));
        twin.faults().on("cloudfront", "UpdateDistribution").fail(503, "ServiceUnavailable");

        GatewayAnswer answer = update(made, "{'config':{'Comment':'new'}}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.data().at("/distribution/pendingChanges/0").asText()).isEqualTo("/config/Comment");
        assertThat(stage.live(made).comment()).isEqualTo("shop");
        twin.faults().clear();
        stage.settle(made.id());
        assertThat(stage.live(made).comment()).isEqualTo("new");
        assertThat(stage.actions(made.id())).containsOnlyOnce("UPDATE_COMPLETED");
    }

    @Test
    void aLookNeverEndsAChangeThatIsNotApplied() { // defects M-1, M-2
        Distribution made = stage.settled(stage.created("shop"));
        twin.faults().on("cloudfront", "UpdateDistribution").fail(503, "ServiceUnavailable");
        update(made, "{'config':{'Comment':'new'}}");

        new Refresh(stage.environment()).run(made.id());

        assertThat(record(made).status()).isEqualTo(DistributionStatus.IN_PROGRESS);
        twin.faults().clear();
        stage.settle(made.id());
        new Refresh(stage.environment()).run(made.id());
        assertThat(stage.actions(made.id()).stream().filter("STATUS_CHANGED"::equals))
                .as("deployed twice")
                .hasSize(2);
    }

    @Test
    void hasTheDeploymentWatched() {
        String arn = "arn:aws:states:us-east-1:123456789012:stateMachine:monitor";
        stage.test().with(EnvironmentVariable.STATUS_MONITOR_STATE_MACHINE_ARN, arn);
        Distribution made = stage.settled(stage.created("shop"));
        long before = twin.calls().count("states:StartExecution");

        update(made, "{'config':{'Comment':'new'}}");

        assertThat(twin.calls().count("states:StartExecution")).isEqualTo(before + 1);
    }

    @Test
    void writesNothingWhenNothingChanges() {
        Distribution made = stage.settled(stage.created("shop"));
        ObjectNode whole = Json.object();
        whole.put("name", "shop").set("config", made.config());

        GatewayAnswer answer = update(made, Json.write(whole));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(record(made)).isEqualTo(made);
        assertThat(twin.calls().count("cloudfront:UpdateDistribution")).isZero();
    }

    @Test
    void keepsEveryAppliedConfigurationUnderItsNumber() {
        Distribution made = stage.settled(stage.created("shop"));
        update(made, "{'config':{'Comment':'second'}}");
        update(made, "{'description':'no configuration'}");
        GatewayAnswer third = update(made, "{'config':{'Comment':'third'}}");

        History history = new History(stage.environment());
        assertThat(third.data().at("/distribution/configVersion").asLong()).isEqualTo(3);
        assertThat(List.of(1, 2, 3))
                .extracting(number -> history.config(made.id(), number)
                        .orElseThrow()
                        .path("Comment")
                        .asText())
                .containsExactly("shop", "second", "third");
        assertThat(history.config(made.id(), 4)).isEmpty();
        assertThat(last(made).extras().path("configVersion").asLong()).isEqualTo(3);
        assertThat(stage.history(made.id())).extracting(HistoryEvent::action).contains("CREATE_COMPLETED");
    }

    @Test
    void replacesAConfigurationOnlyWhenTheOneBeforeIsKept() {
        Distribution made = stage.settled(stage.created("shop"));
        twin.faults().on("dynamodb", "PutItem").fail(500, "InternalServerError");
        assertThat(update(made, "{'config':{'Comment':'second'}}").status()).isEqualTo(200);

        assertThat(update(made, "{'config':{'Comment':'third'}}").status()).isEqualTo(502);
        twin.faults().clear();
        assertThat(update(made, "{'config':{'Comment':'third'}}").status()).isEqualTo(200);

        History history = new History(stage.environment());
        assertThat(history.config(made.id(), 2).orElseThrow().path("Comment").asText())
                .isEqualTo("second");
        assertThat(history.config(made.id(), 3).orElseThrow().path("Comment").asText())
                .isEqualTo("third");
    }

    @Test
    void removesWithNullAndMergesItemsByTheirKeys() {
        ObjectNode body = SampleDistributions.request("shop", "custom-origin-1", "www.example.com");
        ObjectNode config = (ObjectNode) body.path("config");
        config.put("DefaultRootObject", "index.html");
        ArrayNode behaviors = config.putObject("CacheBehaviors").putArray("Items");
        for (String pattern : List.of("/a/*", "/b/*", "/c/*")) {
            behaviors
                    .addObject()
                    .put("PathPattern", pattern)
                    .put("TargetOriginId", "custom-origin-1")
                    .put("ViewerProtocolPolicy", "allow-all");
        }
        Distribution made = stage.settled(stage.created(body));

        GatewayAnswer answer = update(
                made,
                "{'config':{'DefaultRootObject':null,'CacheBehaviors':{'Items':[{'PathPattern':'/c/*'},"
                        + "{'PathPattern':'/a/*','ViewerProtocolPolicy':'https-only'}]}}}");

        assertThat(answer.status()).isEqualTo(200);
        DistributionConfig live = stage.live(made);
        assertThat(live.defaultRootObject()).isEmpty();
        assertThat(live.cacheBehaviors().items())
                .extracting(item -> item.pathPattern() + " " + item.viewerProtocolPolicyAsString())
                .containsExactly("/c/* allow-all", "/a/* https-only");
        assertThat(live.cacheBehaviors().quantity()).isEqualTo(2);
    }

    @Test
    void answers403ToAReader() { // defect S-3
        assertThat(call("dist-1", "{'name':'x'}").as("ReadOnly").to(handler()).status())
                .isEqualTo(403);
    }

    private List<String> readers(String originId) {
        return List.copyOf(new DynamoOriginRepository(stage.environment())
                .find(originId)
                .orElseThrow()
                .usingArns());
    }

    private void objects(String bucket, String region) {
        for (int i = 0; i < 400; i++) {
            String key = "object-" + i;
            stage.test()
                    .aws()
                    .s3(region)
                    .putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString("content"));
        }
    }

    private List<String> tags(Distribution distribution) {
        return stage
                .test()
                .aws()
                .cloudFront()
                .listTagsForResource(list -> list.resource(distribution.arn().orElseThrow()))
                .tags()
                .items()
                .stream()
                .map((Tag tag) -> tag.key() + "=" + tag.value())
                .toList();
    }

    /** Lets something happen right after the first call of that operation. */
    private void atFirst(String operation, Runnable something) {
        AtomicBoolean done = new AtomicBoolean();
        twin.faults().on("cloudfront", operation).answer(response -> {
            if (done.compareAndSet(false, true)) {
                something.run();
            }
            return response;
        });
    }

    private HistoryEvent last(Distribution distribution) {
        List<HistoryEvent> events = stage.history(distribution.id());
        return events.get(events.size() - 1);
    }

    private Distribution record(Distribution distribution) {
        return stage.distributions().require(distribution.id());
    }

    private GatewayAnswer update(Distribution distribution, String body) {
        return update(distribution.id(), body);
    }

    private GatewayAnswer update(String id, String body) {
        return call(id, body).to(handler());
    }

    private static GatewayCall call(String id, String body) {
        return GatewayCall.of("PUT", "/distributions/{id}").path("id", id).body(body.replace('\'', '"'));
    }

    private UpdateDistributionHandler handler() {
        return new UpdateDistributionHandler(stage.environment());
    }
}
