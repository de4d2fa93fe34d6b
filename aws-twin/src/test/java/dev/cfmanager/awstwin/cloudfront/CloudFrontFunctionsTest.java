// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import static dev.cfmanager.awstwin.cloudfront.CloudFrontAccount.refused;
import static dev.cfmanager.awstwin.conformance.Pages.CLOUDFRONT_API;
import static dev.cfmanager.awstwin.conformance.Pages.CLOUDFRONT_GUIDE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.AwsPage;
import dev.cfmanager.awstwin.conformance.Conformance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudfront.model.CreateDistributionResponse;
import software.amazon.awssdk.services.cloudfront.model.CreateFunctionResponse;
import software.amazon.awssdk.services.cloudfront.model.FunctionAssociation;
import software.amazon.awssdk.services.cloudfront.model.FunctionConfig;
import software.amazon.awssdk.services.cloudfront.model.FunctionList;
import software.amazon.awssdk.services.cloudfront.model.TestResult;

/**
 * CloudFront Functions.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateFunction.html">CreateFunction</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-functions.html">CloudFront Functions</a>
 */
@Conformance("cloudfront")
class CloudFrontFunctionsTest {
    private static final String CODE = "function handler(event) { return event.request; }";

    private final CloudFrontAccount account;

    CloudFrontFunctionsTest(Aws aws) {
        this.account = new CloudFrontAccount(aws);
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "CreateFunction.html")
    void beginsInDevelopment() {
        CreateFunctionResponse created = create("rewrite", CODE);

        assertThat(created.sdkHttpResponse().statusCode()).isEqualTo(201);
        assertThat(created.functionSummary().status()).isEqualTo("UNPUBLISHED");
        assertThat(created.functionSummary().functionMetadata().stageAsString()).isEqualTo("DEVELOPMENT");
        assertThat(created.functionSummary().functionMetadata().functionARN())
                .isEqualTo("arn:aws:cloudfront::123456789012:function/rewrite");
        var described = account.client().describeFunction(r -> r.name("rewrite"));
        assertThat(described.eTag()).isEqualTo(created.eTag());
        assertThat(described.functionSummary()).isEqualTo(created.functionSummary());
        var code = account.client().getFunction(r -> r.name("rewrite"));
        assertThat(code.functionCode().asUtf8String()).isEqualTo(CODE);
        assertThat(code.eTag()).isEqualTo(created.eTag());
        refused(404, "NoSuchFunctionExists", () -> account.client()
                .describeFunction(r -> r.name("rewrite").stage("LIVE")));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "PublishFunction.html")
    void publishesACopyThatLaterEditsDoNotTouch() {
        CreateFunctionResponse created = create("rewrite", CODE);
        var published = account.client().publishFunction(r -> r.name("rewrite").ifMatch(created.eTag()));
        var updated = account.client().updateFunction(r -> r.name("rewrite")
                .ifMatch(created.eTag())
                .functionConfig(config("cloudfront-js-2.0"))
                .functionCode(SdkBytes.fromUtf8String("// new\n" + CODE)));

        assertThat(published.functionSummary().functionMetadata().stageAsString())
                .isEqualTo("LIVE");
        assertThat(published.functionSummary().status()).isEqualTo("UNASSOCIATED");
        assertThat(updated.eTag()).isNotEqualTo(created.eTag());
        assertThat(live("rewrite")).isEqualTo(CODE);
        refused(412, "PreconditionFailed", () -> account.client()
                .publishFunction(r -> r.name("rewrite").ifMatch(created.eTag())));
        account.client().publishFunction(r -> r.name("rewrite").ifMatch(updated.eTag()));
        assertThat(live("rewrite")).startsWith("// new");
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "CreateFunction.html")
    void wantsANameOfItsOwnAndValuesThatFit() {
        create("rewrite", CODE);

        refused(409, "FunctionAlreadyExists", () -> create("rewrite", CODE));
        refused(400, "InvalidArgument", () -> create("re write", CODE));
        refused(400, "InvalidArgument", () -> create("other", CODE, config("cloudfront-js-9.0")));
        refused(413, "FunctionSizeLimitExceeded", () -> create("large", CODE + " ".repeat(10_241)));
        refused(400, "InvalidIfMatchVersion", () -> account.client()
                .deleteFunction(r -> r.name("rewrite").ifMatch("nonsense")));
        refused(404, "NoSuchFunctionExists", () -> account.client()
                .deleteFunction(r -> r.name("absent").ifMatch("E0000000000000")));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "TestFunction.html")
    void runsTheFunctionOnATestEvent() {
        TestResult result = test(
                "function handler(event) { console.log('was ' + event.request.uri);"
                        + " event.request.uri += 'index.html'; return event.request; }",
                "{\"version\":\"1.0\",\"request\":{\"method\":\"GET\",\"uri\":\"/\",\"headers\":{}}}");

        assertThat(result.functionErrorMessage()).isEmpty();
        assertThat(result.functionOutput())
                .isEqualTo("{\"request\":{\"method\":\"GET\",\"uri\":\"/index.html\",\"headers\":{}}}");
        assertThat(result.functionExecutionLogs()).containsExactly("was /");
        assertThat(result.computeUtilization()).isNotEmpty();
        assertThat(result.functionSummary().name()).isEqualTo("tested");
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "functions-javascript-runtime-20.html")
    void runsAsyncFunctionsAndResponses() {
        assertThat(test("async function handler(event) { return { statusCode: 302 }; }", "{\"request\":{}}")
                        .functionOutput())
                .isEqualTo("{\"response\":{\"statusCode\":302}}");
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "TestResult.html")
    void saysWhyATestFailed() {
        assertThat(test("function handler(event) { return event.nothing.at.all; }", "{\"request\":{}}")
                        .functionErrorMessage())
                .contains("invalid or could not run")
                .contains("TypeError");
        assertThat(test("function handler( {", "{\"request\":{}}").functionErrorMessage())
                .contains("SyntaxError");
        refused(400, "InvalidArgument", () -> test(CODE, "no json"));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "FunctionAssociation.html")
    void associatesPublishedFunctionsWithViewerEventsOnly() {
        CreateFunctionResponse created = create("rewrite", CODE);
        String arn = created.functionSummary().functionMetadata().functionARN();

        refused(400, "InvalidFunctionAssociation", () -> associate("viewer-request", arn));
        account.client().publishFunction(r -> r.name("rewrite").ifMatch(created.eTag()));
        refused(400, "InvalidFunctionAssociation", () -> associate("origin-request", arn));
        refused(400, "InvalidFunctionAssociation", () -> associate("viewer-request", arn, arn));
        associate("viewer-request", arn);
        assertThat(account.client()
                        .describeFunction(r -> r.name("rewrite").stage("LIVE"))
                        .functionSummary()
                        .status())
                .isEqualTo("ASSOCIATED");
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "DeleteFunction.html")
    void keepsAFunctionWhileADistributionUsesIt() {
        CreateFunctionResponse created = create("rewrite", CODE);
        account.client().publishFunction(r -> r.name("rewrite").ifMatch(created.eTag()));
        CreateDistributionResponse distribution = associate(
                "viewer-request", created.functionSummary().functionMetadata().functionARN());

        refused(409, "FunctionInUse", () -> account.client()
                .deleteFunction(r -> r.name("rewrite").ifMatch(created.eTag())));
        account.update(
                distribution,
                config -> config.defaultCacheBehavior(
                        config.build().defaultCacheBehavior().copy(b -> b.functionAssociations(f -> f.quantity(0)))));
        account.client().deleteFunction(r -> r.name("rewrite").ifMatch(created.eTag()));
        refused(404, "NoSuchFunctionExists", () -> account.client().getFunction(r -> r.name("rewrite")));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "ListFunctions.html")
    void listsBothStagesPageByPage() {
        for (String name : List.of("a", "a-b", "b")) {
            CreateFunctionResponse created = create(name, CODE);
            account.client().publishFunction(r -> r.name(name).ifMatch(created.eTag()));
        }

        List<String> listed = new ArrayList<>();
        String marker = null;
        do {
            String from = marker;
            FunctionList page = account.client()
                    .listFunctions(r -> r.marker(from).maxItems("1"))
                    .functionList();
            page.items()
                    .forEach(item -> listed.add(
                            item.name() + " " + item.functionMetadata().stageAsString()));
            marker = page.nextMarker();
        } while (marker != null);
        assertThat(listed)
                .containsExactly("a DEVELOPMENT", "a LIVE", "a-b DEVELOPMENT", "a-b LIVE", "b DEVELOPMENT", "b LIVE");
        assertThat(account.client()
                        .listFunctions(r -> r.stage("LIVE"))
                        .functionList()
                        .quantity())
                .isEqualTo(3);
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "CreateKeyValueStore.html")
    void createsDescribesUpdatesAndDeletesAKeyValueStore() {
        var created = account.client().createKeyValueStore(r -> r.name("routes").comment("mine"));
        assertThat(created.sdkHttpResponse().statusCode()).isEqualTo(201);
        assertThat(created.keyValueStore().arn())
                .isEqualTo("arn:aws:cloudfront::123456789012:key-value-store/"
                        + created.keyValueStore().id());
        assertThat(created.keyValueStore().status()).isEqualTo("PROVISIONING");
        account.advance(Duration.ofSeconds(30));
        assertThat(account.client()
                        .describeKeyValueStore(r -> r.name("routes"))
                        .keyValueStore()
                        .status())
                .isEqualTo("READY");

        String etag = account.client()
                .updateKeyValueStore(
                        r -> r.name("routes").ifMatch(created.eTag()).comment("ours"))
                .eTag();
        assertThat(account.client()
                        .listKeyValueStores(r -> r.maxItems("10"))
                        .keyValueStoreList()
                        .items()
                        .get(0)
                        .comment())
                .isEqualTo("ours");
        refused(409, "EntityAlreadyExists", () -> account.client().createKeyValueStore(r -> r.name("routes")));
        refused(412, "PreconditionFailed", () -> account.client()
                .deleteKeyValueStore(r -> r.name("routes").ifMatch(created.eTag())));
        account.client().deleteKeyValueStore(r -> r.name("routes").ifMatch(etag));
        refused(404, "EntityNotFound", () -> account.client().describeKeyValueStore(r -> r.name("routes")));
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "kvs-with-functions.html")
    void readsAKeyValueStoreFromAFunctionThatIsAssociatedWithIt() {
        var store = account.client().createKeyValueStore(r -> r.name("routes"));
        String arn = store.keyValueStore().arn();
        account.cloudFront().putKeyValue(arn, "greeting", "hello");
        FunctionConfig config = config("cloudfront-js-2.0")
                .copy(c -> c.keyValueStoreAssociations(
                        associations -> associations.quantity(1).items(a -> a.keyValueStoreARN(arn))));
        String code = "import cf from 'cloudfront';\nconst store = cf.kvs();\nasync function handler(event) {"
                + " return { statusCode: 200, body: await store.get('greeting') }; }";
        CreateFunctionResponse created = create("reads", code, config);

        assertThat(run("reads", created.eTag(), "{\"request\":{}}").functionOutput())
                .contains("hello");
        refused(409, "CannotDeleteEntityWhileInUse", () -> account.client()
                .deleteKeyValueStore(r -> r.name("routes").ifMatch(store.eTag())));
        refused(400, "InvalidArgument", () -> create("old", CODE, config.copy(c -> c.runtime("cloudfront-js-1.0"))));
    }

    private CreateDistributionResponse associate(String event, String... arns) {
        return account.create(config -> config.defaultCacheBehavior(config.build()
                .defaultCacheBehavior()
                .copy(b -> b.functionAssociations(f -> f.quantity(arns.length)
                        .items(List.of(arns).stream()
                                .map(arn -> FunctionAssociation.builder()
                                        .eventType(event)
                                        .functionARN(arn)
                                        .build())
                                .toList())))));
    }

    private String live(String name) {
        return account.client()
                .getFunction(r -> r.name(name).stage("LIVE"))
                .functionCode()
                .asUtf8String();
    }

    private TestResult test(String code, String event) {
        String etag = create("tested", code).eTag();
        try {
            return run("tested", etag, event);
        } finally {
            account.client().deleteFunction(r -> r.name("tested").ifMatch(etag));
        }
    }

    private TestResult run(String name, String etag, String event) {
        return account.client()
                .testFunction(r -> r.name(name).ifMatch(etag).eventObject(SdkBytes.fromUtf8String(event)))
                .testResult();
    }

    private CreateFunctionResponse create(String name, String code) {
        return create(name, code, config("cloudfront-js-2.0"));
    }

    private CreateFunctionResponse create(String name, String code, FunctionConfig config) {
        return account.client()
                .createFunction(r -> r.name(name).functionConfig(config).functionCode(SdkBytes.fromUtf8String(code)));
    }

    private static FunctionConfig config(String runtime) {
        return FunctionConfig.builder().comment("mine").runtime(runtime).build();
    }
}
