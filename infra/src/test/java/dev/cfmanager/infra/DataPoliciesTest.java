// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.kernel.Call;
import dev.cfmanager.common.aws.AwsClients;
import dev.cfmanager.common.config.Env;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.config.IdSource;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.log.JsonLog;
import dev.cfmanager.datadistributor.DistributeData;
import dev.cfmanager.datadistributor.Row;
import dev.cfmanager.datadistributor.RunOptions;
import dev.cfmanager.datadistributor.Trigger;
import dev.cfmanager.local.sam.EventRule;
import dev.cfmanager.local.sam.FunctionDefinition;
import dev.cfmanager.local.sam.PolicyStatement;
import dev.cfmanager.local.template.Evaluator;
import dev.cfmanager.local.template.Properties;
import dev.cfmanager.local.template.References;
import dev.cfmanager.local.template.StackIdentity;
import dev.cfmanager.local.template.Template;
import dev.cfmanager.local.template.TemplateException;
import dev.cfmanager.local.template.TemplateResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The data distributor's parameters: the template's policies and the code's keys name the same objects. */
class DataPoliciesTest {
    private static final List<String> FILES = List.of("complete-data.json", "regions.json", "services.json");

    private static final String SWITCH = "data-switch";
    private static final String SWITCH_ARN = "arn:aws:cloudfront::123456789012:function/" + SWITCH;

    private static final List<String> LOG = new ArrayList<>();

    private static Twin twin;
    private static AwsClients aws;

    @BeforeAll
    static void start() {
        twin = Twin.start();
        aws = AwsClients.over(
                twin.httpClient(),
                "us-east-1",
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
        DynamoDbEnhancedClient.builder()
                .dynamoDbClient(aws.dynamoDb())
                .build()
                .table("DataDistributionsTable", Row.SCHEMA)
                .createTable();
        distributionWithSwitch();
    }

    /** Which bucket it is in front of makes no difference here, only that somebody runs the function. */
    private static void distributionWithSwitch() {
        String etag = aws.cloudFront()
                .createFunction(create -> create.name(SWITCH)
                        .functionConfig(config -> config.comment("passes").runtime("cloudfront-js-2.0"))
                        .functionCode(SdkBytes.fromUtf8String("function handler(event) { return event.request; }")))
                .eTag();
        aws.cloudFront().publishFunction(publish -> publish.name(SWITCH).ifMatch(etag));
        aws.cloudFront()
                .createDistribution(create -> create.distributionConfig(config -> config.callerReference("website")
                        .comment("website")
                        .enabled(true)
                        .origins(origins -> origins.quantity(1).items(origin -> origin.id("site")
                                .domainName("website.s3.us-east-1.amazonaws.com")
                                .s3OriginConfig(s3 -> s3.originAccessIdentity(""))))
                        .defaultCacheBehavior(behavior -> behavior.targetOriginId("site")
                                .viewerProtocolPolicy("allow-all")
                                .cachePolicyId("658327ea-f89d-4fab-a63d-7e88639e58f6")
                                .functionAssociations(
                                        associations -> associations.quantity(1).items(item -> item.eventType(
                                                        "viewer-request")
                                                .functionARN(SWITCH_ARN))))));
    }

    @AfterAll
    static void stop() {
        twin.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fetched        | aws-data         | aws-data/     | website         | data           | data/",
                "fetched        | /aws-data        | aws-data/     | website         | /data          | data/",
                "fetched        | aws-data/        | aws-data/     | website         | data/          | data/",
                "fetched        | /aws-data/       | aws-data/     | website         | /data/         | data/",
                "fetched        | ''               | ''            | website         | ''             | ''",
                "fetched        | /                | ''            | website         | /              | ''",
                "fetched.by.day | a/b/c            | a/b/c/        | www.example.com | public/data/v1 | public/data/v1/",
                "fetched.by.day | /a/b/c/          | a/b/c/        | www.example.com | /public/data/  | public/data/",
                "fetched.by.day | year=2026/x_y-z. | year=2026/x_y-z./ | www.example.com | .well-known | .well-known/",
            })
    void policiesAllowExactlyTheKeysThatTheCodeReadsAndWrites(
            String source,
            String sourcePrefix,
            String readUnder,
            String target,
            String keyPrefix,
            String writtenUnder) {
        Map<String, String> parameters = parameters(source, sourcePrefix, target, keyPrefix);
        List<PolicyStatement> policy = policy(parameters);
        write(source, readUnder);
        bucket(target);
        twin.calls().reset();

        ObjectNode run = run(parameters);

        assertThat(run.path("status").asText()).as(run.toString()).isEqualTo("published");
        assertThat(run.path("distributionBucket").asText()).isEqualTo(target);
        assertThat(run.path("distributionPrefix").asText()).isEqualTo(writtenUnder);
        for (String file : FILES) {
            String read = "arn:aws:s3:::" + source + "/" + readUnder + file;
            String written = "arn:aws:s3:::" + target + "/" + writtenUnder + file;
            assertThat(touched("HeadObject")).contains(read);
            assertThat(touched("CopyObject")).contains(written);
            assertThat(run.path("results")).anyMatch(result -> result.path("destinationPath")
                    .asText()
                    .equals("s3://" + target + "/" + writtenUnder + file));
            assertThat(PolicyStatement.allow(policy, "s3:GetObject", read))
                    .as(read)
                    .isTrue();
            assertThat(PolicyStatement.allow(policy, "s3:PutObject", written))
                    .as(written)
                    .isTrue();
            assertThat(PolicyStatement.allow(policy, "s3:GetObject", written))
                    .as(written)
                    .isFalse();
            assertThat(PolicyStatement.allow(policy, "s3:PutObjectAcl", written))
                    .isFalse();
            assertThat(PolicyStatement.allow(policy, "s3:PutObject", read))
                    .as(read)
                    .isFalse();
        }
        if (!writtenUnder.isEmpty()) {
            String beside = "arn:aws:s3:::" + target + "/";
            String sibling = writtenUnder.substring(0, writtenUnder.length() - 1) + "-of-others/index.html";
            assertThat(PolicyStatement.allow(policy, "s3:PutObject", beside + "index.html"))
                    .isFalse();
            assertThat(PolicyStatement.allow(policy, "s3:PutObject", beside + sibling))
                    .isFalse();
            assertThat(PolicyStatement.allow(policy, "s3:PutObject", beside + "/" + writtenUnder + "x"))
                    .isFalse();
        }
        if (!readUnder.isEmpty()) {
            String beside = "arn:aws:s3:::" + source + "/private.json";
            assertThat(PolicyStatement.allow(policy, "s3:GetObject", beside)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "website         | data           | data/",
                "website         | /data/         | data/",
                "website         | ''             | ''",
                "website         | /              | ''",
                "www.example.com | /public/data/  | public/data/",
            })
    void policiesAllowExactlyTheSetsThatTheCodeWritesAndDeletesAndTheFunctionThatItPublishes(
            String target, String keyPrefix, String writtenUnder) {
        Map<String, String> parameters = parameters("fetched", "aws-data", target, keyPrefix);
        assertThat(actions(policy(parameters))).noneMatch(action -> action.matches("s3:Delete.*|cloudfront:.*"));
        parameters.put("DataSwitchFunctionName", SWITCH);
        List<PolicyStatement> policy = policy(parameters);
        write("fetched", "aws-data/");
        bucket(target);
        twin.calls().reset();

        for (int night = 1; night <= 4; night++) {
            assertThat(run(parameters).path("status").asText()).isEqualTo("published");
            twin.clock().advance(Duration.ofDays(1));
        }

        String sets = "arn:aws:s3:::" + target + "/" + writtenUnder + "sets/";
        List<String> copied = touched("CopyObject").stream()
                .filter(arn -> arn.startsWith("arn:aws:s3:::" + target + "/"))
                .toList();
        assertThat(copied)
                .hasSize(4 * 2 * FILES.size())
                .allMatch(arn -> PolicyStatement.allow(policy, "s3:PutObject", arn));
        assertThat(copied.stream().filter(arn -> arn.startsWith(sets))).hasSize(4 * FILES.size());
        assertThat(touched("DeleteObjects").stream().filter(arn -> arn.contains("/")))
                .hasSizeGreaterThanOrEqualTo(2 * FILES.size())
                .allMatch(arn -> arn.startsWith(sets) && PolicyStatement.allow(policy, "s3:DeleteObject", arn));
        for (String file : FILES) {
            String fixed = "arn:aws:s3:::" + target + "/" + writtenUnder + file;
            assertThat(PolicyStatement.allow(policy, "s3:DeleteObject", fixed)).isFalse();
        }
        assertThat(touched("PublishFunction")).containsOnly(SWITCH_ARN);
        for (String action : List.of("DescribeFunction", "UpdateFunction", "PublishFunction")) {
            assertThat(PolicyStatement.allow(policy, "cloudfront:" + action, SWITCH_ARN))
                    .isTrue();
            assertThat(PolicyStatement.allow(policy, "cloudfront:" + action, SWITCH_ARN + "-of-others"))
                    .isFalse();
        }
    }

    @Test
    void aWebsiteThatServesTheDataGetsTheFunctionThatTheCodePublishes() {
        Map<String, String> parameters = parameters("fetched", "aws-data", "website", "/public/data/");
        parameters.put("AddWebsite", "true");
        Properties without = resources(parameters).get("Website").section("Parameters");
        assertThat(without.text("DataPrefix") + without.text("DataFunctionName"))
                .isEmpty();
        parameters.put("WebsiteServesData", "true");
        Map<String, Properties> resources = resources(parameters);

        Properties website = resources.get("Website").section("Parameters");
        assertThat(website.text("DataPrefix")).isEqualTo("public/data");
        assertThat(website.text("DataFunctionName")).isEqualTo("cloudfront-manager-data");
        assertThat(FunctionDefinition.of("DistributeDataFunction", resources.get("DistributeDataFunction"))
                        .environment())
                .containsEntry("DATA_SWITCH_FUNCTION", "cloudfront-manager-data");
        assertThat(PolicyStatement.allow(
                        policy(parameters),
                        "cloudfront:PublishFunction",
                        "arn:aws:cloudfront::123456789012:function/cloudfront-manager-data"))
                .isTrue();
    }

    @Test
    void theWebsiteRunsTheFunctionForTheDataFilesAlone() {
        assertThat(websiteBehaviors(Map.of()))
                .extracting(behavior -> behavior.text("PathPattern"))
                .containsExactly("js/env.js", "index.html");

        List<Properties> behaviors =
                websiteBehaviors(Map.of("DataPrefix", "public/data", "DataFunctionName", "cloudfront-manager-data"));

        assertThat(behaviors)
                .extracting(behavior -> behavior.text("PathPattern"))
                .containsExactly("js/env.js", "index.html", "public/data/*");
        assertThat(behaviors.get(2).sections("FunctionAssociations"))
                .singleElement()
                .satisfies(association -> {
                    assertThat(association.text("EventType")).isEqualTo("viewer-request");
                    assertThat(association.text("FunctionARN")).contains("DataSwitch");
                });
    }

    private static List<Properties> websiteBehaviors(Map<String, String> given) {
        Map<String, String> parameters = new LinkedHashMap<>(given);
        parameters.put("ApiUrl", "https://api.example.com");
        parameters.put("CertificateArn", "");
        Evaluator evaluator = new Evaluator(
                Template.read(Repository.root().resolve("infra/website.yaml")),
                new StackIdentity("website", "us-east-1", "123456789012"),
                parameters,
                References.byName());
        return evaluator.resources().stream()
                .filter(resource -> resource.logicalId().equals("Distribution"))
                .findFirst()
                .map(resource -> evaluator.properties(resource).section("DistributionConfig"))
                .orElseThrow()
                .sections("CacheBehaviors");
    }

    @ParameterizedTest
    @CsvSource({
        "aws-data,complete-data.json,aws-data/complete-data.json,aws-data/regions.json",
        "/aws-data/,_SUCCESS,aws-data/_SUCCESS,aws-data/complete-data.json",
        "/,done/today.txt,done/today.txt,aws-data/done/today.txt",
    })
    void onlyWhatTheFetcherWritesLastStartsARun(String prefix, String eventKey, String starts, String other) {
        Map<String, String> parameters = parameters("fetched", prefix, "website", "data");
        parameters.put("DataSourceEvents", "true");
        parameters.put("DataSourceEventKey", eventKey);

        EventRule rule = FunctionDefinition.of(
                        "DistributeDataFunction", resources(parameters).get("DistributeDataFunction"))
                .eventRules()
                .get(0);

        assertThat(rule.enabled()).isTrue();
        assertThat(rule.matches(wrote("fetched", starts))).isTrue();
        assertThat(rule.matches(wrote("fetched", other))).isFalse();
        assertThat(rule.matches(wrote("others", starts))).isFalse();
    }

    private static JsonNode wrote(String bucket, String key) {
        ObjectNode event = Json.object().put("source", "aws.s3").put("detail-type", "Object Created");
        ObjectNode detail = event.putObject("detail");
        detail.putObject("bucket").put("name", bucket);
        detail.putObject("object").put("key", key);
        return event;
    }

    private static List<String> actions(List<PolicyStatement> policy) {
        return policy.stream()
                .flatMap(statement -> statement.actions().stream())
                .toList();
    }

    @Test
    void withoutABucketTheFeatureIsOffAndEveryPolicyIsStillValid() {
        Map<String, String> parameters = parameters("fetched", "aws-data", "", "data");
        List<PolicyStatement> policy = policy(parameters);

        ObjectNode run = run(parameters);

        assertThat(run.path("status").asText()).isEqualTo("skipped");
        assertThat(run.path("skipped").asBoolean()).isTrue();
        assertThat(policy).singleElement().satisfies(statement -> {
            assertThat(statement.actions()).allMatch(action -> action.startsWith("dynamodb:"));
            assertThat(statement.resources()).isNotEmpty();
        });
        assertThat(resources(parameters).keySet()).noneMatch(name -> name.matches("Data.*Alarm"));
    }

    @Test
    void everyAlarmWatchesWhatARunMeasures() {
        Map<String, String> parameters = parameters("fetched", "aws-data", "website", "data");
        write("fetched", "aws-data/");
        bucket("website");

        run(parameters);

        JsonNode line = Json.parseOwn(LOG.stream()
                .filter(text -> text.contains("CloudWatchMetrics"))
                .reduce((first, last) -> last)
                .orElseThrow());
        JsonNode directive = line.at("/_aws/CloudWatchMetrics/0");
        List<Properties> alarms = resources(parameters).entrySet().stream()
                .filter(resource -> resource.getKey().matches("Data.*Alarm"))
                .map(Map.Entry::getValue)
                .toList();
        assertThat(alarms)
                .extracting(alarm -> alarm.text("MetricName"))
                .containsExactlyInAnyOrder("FailedRuns", "SuccessRate", "SlowestFile", "DataAge");
        for (Properties alarm : alarms) {
            assertThat(directive.path("Namespace").asText()).isEqualTo(alarm.text("Namespace"));
            assertThat(directive.path("Metrics"))
                    .anyMatch(metric -> metric.path("Name").asText().equals(alarm.text("MetricName")));
            assertThat(line.has(alarm.text("MetricName"))).isTrue();
            assertThat(alarm.sections("Dimensions")).singleElement().satisfies(dimension -> {
                assertThat(directive.at("/Dimensions/0/0").asText()).isEqualTo(dimension.text("Name"));
                assertThat(line.path(dimension.text("Name")).asText()).isEqualTo(dimension.text("Value"));
            });
        }
    }

    @Test
    void withoutASourceNothingIsReadAndTheRunSaysWhy() {
        Map<String, String> parameters = parameters("", "aws-data", "website", "data");

        assertThat(policy(parameters))
                .noneMatch(statement -> statement.actions().contains("s3:GetObject"));
        assertThat(run(parameters).path("reason").asText()).contains("DataSourceBucketName");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//", "a//b", "a b", "a/*", "*", "${x}", "a|b", "a?b", "/a//", "ä"})
    void aPrefixThatAPolicyCouldNotNameExactlyIsRefusedBeforeAnythingIsMade(String prefix) {
        assertThatThrownBy(() -> resources(parameters("fetched", "aws-data", "website", prefix)))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("DistributionKeyPrefix");
        assertThatThrownBy(() -> resources(parameters("fetched", prefix, "website", "data")))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("DataSourcePrefix");
    }

    private static Map<String, String> parameters(String source, String sourcePrefix, String target, String keyPrefix) {
        Map<String, String> parameters = new LinkedHashMap<>(Blueprint.PARAMETERS);
        parameters.put("DataSourceBucketName", source);
        parameters.put("DataSourcePrefix", sourcePrefix);
        parameters.put("DistributionBucketName", target);
        parameters.put("DistributionKeyPrefix", keyPrefix);
        return parameters;
    }

    /** The evaluated properties of every resource that the template makes with those parameters. */
    private static Map<String, Properties> resources(Map<String, String> parameters) {
        Evaluator evaluator = new Evaluator(
                Template.read(Blueprint.FILE),
                new StackIdentity("cloudfront-manager", "us-east-1", "123456789012"),
                parameters,
                References.byName());
        Map<String, Properties> found = new LinkedHashMap<>();
        for (TemplateResource resource : evaluator.resources()) {
            found.put(resource.logicalId(), evaluator.properties(resource));
        }
        return found;
    }

    private static List<PolicyStatement> policy(Map<String, String> parameters) {
        return PolicyStatement.of(resources(parameters).get("PublishDataPolicy").section("PolicyDocument"));
    }

    /** A run in the environment that the template gives the scheduled function. */
    private static ObjectNode run(Map<String, String> parameters) {
        Map<String, String> environment = FunctionDefinition.of(
                        "DistributeDataFunction", resources(parameters).get("DistributeDataFunction"))
                .environment();
        return new DistributeData(new ExecutionEnvironment(
                        Env.of(environment), aws, twin.clock(), IdSource.seeded(1), new JsonLog(LOG::add), span -> {}))
                .run(Trigger.SCHEDULE, new RunOptions(true, OptionalInt.empty()), "system");
    }

    private static void write(String bucket, String prefix) {
        bucket(bucket);
        S3Client s3 = aws.s3("us-east-1");
        FILES.forEach(file -> s3.putObject(
                put -> put.bucket(bucket).key(prefix + file),
                RequestBody.fromString(
                        "{\"metadata\":{\"version\":\"1\",\"timestamp\":\"2026-01-01T02:00:00Z\",\"regions\":32}}")));
    }

    private static void bucket(String name) {
        try {
            aws.s3("us-east-1").headBucket(head -> head.bucket(name));
        } catch (S3Exception missing) {
            aws.s3("us-east-1").createBucket(create -> create.bucket(name));
        }
    }

    private static List<String> touched(String operation) {
        List<String> resources = new ArrayList<>();
        for (Call call : twin.calls().where(call -> call.operation().equals(operation))) {
            resources.addAll(call.resources());
        }
        return resources;
    }
}
