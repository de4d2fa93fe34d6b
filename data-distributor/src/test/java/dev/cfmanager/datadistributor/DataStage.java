// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.testing.TestEnvironment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.CacheBehavior;
import software.amazon.awssdk.services.cloudfront.model.Distribution;
import software.amazon.awssdk.services.cloudfront.model.FunctionStage;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A fetcher's bucket, a website bucket, and a distribution in front of it whose readers a switch function gives one set.
 * The fetcher has written set 1, nothing is published yet.
 */
final class DataStage implements AutoCloseable {
    static final List<String> FILES = List.of("complete-data.json", "regions.json", "services.json");
    static final String SWITCH = "data-switch";

    private static final String PASS = "function handler(event) { return event.request; }";

    /** The number of the set that a file is of, see {@link #write}. */
    private static final Pattern SET = Pattern.compile("(?:\"version\":\"|\\[)(\\d+)");

    private final Twin twin = Twin.start();
    private final TestEnvironment test;
    private final S3Client s3;
    private final Distribution distribution;

    DataStage() {
        this("site", "data");
    }

    DataStage(String website, String prefix) {
        test = TestEnvironment.on(twin)
                .withTable(EnvironmentVariable.DATA_DISTRIBUTIONS_TABLE, Row.SCHEMA)
                .with(EnvironmentVariable.DATA_SOURCE_BUCKET, "fetched")
                .with(EnvironmentVariable.DATA_SOURCE_PREFIX, "aws-data")
                .with(EnvironmentVariable.DISTRIBUTION_BUCKET, website)
                .with(EnvironmentVariable.DISTRIBUTION_KEY_PREFIX, prefix)
                .with(EnvironmentVariable.DATA_SWITCH_FUNCTION, SWITCH);
        s3 = test.aws().s3("us-east-1");
        s3.createBucket(create -> create.bucket("fetched"));
        s3.createBucket(create -> create.bucket(website));
        distribution = distribution(website, prefix.replaceAll("^/+|/+$", ""));
        test.with(EnvironmentVariable.DISTRIBUTION_ID, distribution.id());
        s3.putBucketPolicy(put -> put.bucket(website).policy("""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
                "Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"s3:GetObject",\
                "Resource":"arn:aws:s3:::%s/*",\
                "Condition":{"StringEquals":{"AWS:SourceArn":"%s"}}}]}""".formatted(website, distribution.arn())));
        write(1);
        twin.clock().advance(Duration.ofMinutes(15)); // until the edge has the distribution
    }

    private Distribution distribution(String website, String prefix) {
        CloudFrontClient cloudFront = test.aws().cloudFront();
        String etag = cloudFront
                .createFunction(create -> create.name(SWITCH)
                        .functionConfig(config -> config.comment("passes").runtime("cloudfront-js-2.0"))
                        .functionCode(SdkBytes.fromUtf8String(PASS)))
                .eTag();
        String arn = cloudFront
                .publishFunction(publish -> publish.name(SWITCH).ifMatch(etag))
                .functionSummary()
                .functionMetadata()
                .functionARN();
        String control = cloudFront
                .createOriginAccessControl(create -> create.originAccessControlConfig(config -> config.name(website)
                        .originAccessControlOriginType("s3")
                        .signingBehavior("always")
                        .signingProtocol("sigv4")))
                .originAccessControl()
                .id();
        CacheBehavior data = CacheBehavior.builder()
                .pathPattern(prefix.isEmpty() ? "*" : prefix.replaceAll("/{2,}", "/") + "/*")
                .targetOriginId("site")
                .viewerProtocolPolicy("allow-all")
                .cachePolicyId("658327ea-f89d-4fab-a63d-7e88639e58f6")
                .functionAssociations(
                        associations -> associations.quantity(1).items(item -> item.eventType("viewer-request")
                                .functionARN(arn)))
                .build();
        return cloudFront
                .createDistribution(create -> create.distributionConfig(config -> config.callerReference(website)
                        .comment(website)
                        .enabled(true)
                        .origins(origins -> origins.quantity(1).items(origin -> origin.id("site")
                                .domainName(website + ".s3.us-east-1.amazonaws.com")
                                .originAccessControlId(control)
                                .s3OriginConfig(bucket -> bucket.originAccessIdentity(""))))
                        .cacheBehaviors(behaviors -> behaviors.quantity(1).items(data))
                        .defaultCacheBehavior(behavior -> behavior.targetOriginId("site")
                                .viewerProtocolPolicy("allow-all")
                                .cachePolicyId("658327ea-f89d-4fab-a63d-7e88639e58f6"))))
                .distribution();
    }

    Twin twin() {
        return twin;
    }

    TestEnvironment test() {
        return test;
    }

    S3Client s3() {
        return s3;
    }

    ObjectNode run() {
        return distributor().run(Trigger.SCHEDULE, RunOptions.ORDINARY, "system");
    }

    ObjectNode force() {
        return distributor().run(Trigger.API, new RunOptions(true, OptionalInt.empty()), "admin");
    }

    DistributeData distributor() {
        return new DistributeData(test.environment());
    }

    Settings settings() {
        return Settings.of(test.environment().env(), "us-east-1");
    }

    Ledger ledger() {
        return new Ledger(test.environment());
    }

    Sets sets() {
        return ledger().sets(settings().setsAt());
    }

    /** The fetcher writes all files of a set. */
    void write(int number) {
        write(FILES.get(0), number);
        write(FILES.get(1), number);
        write(FILES.get(2), number);
    }

    /** The fetcher writes one file of a set. */
    void write(String file, int number) {
        put(
                file,
                file.equals(FILES.get(0))
                        ? "{\"metadata\":{\"version\":\"" + number
                                + "\",\"timestamp\":\"2026-01-01T02:00:00Z\",\"regions\":32},\"a\":[1,2]}"
                        : "[" + number + ",\"" + file + "\"]");
    }

    void put(String file, String content) {
        Settings settings = settings();
        s3.putObject(
                put -> put.bucket(settings.source()).key(settings.sourceKey(file)), RequestBody.fromString(content));
    }

    void keepVersions() {
        s3.putBucketVersioning(put -> put.bucket("fetched")
                .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
    }

    /** The sets that a reader who reads all files through the edge gets files of. */
    Set<Integer> seen() {
        Set<Integer> sets = new TreeSet<>();
        for (String file : FILES) {
            sets.add(seen(file));
        }
        return sets;
    }

    /** The set that a reader gets a file of. */
    int seen(String file) {
        TwinResponse response = view("/data/" + file);
        assertThat(response.status()).as(response.bodyText()).isEqualTo(200);
        return setOf(response.bodyText());
    }

    TwinResponse view(String path) {
        return twin.edge()
                .handle(new TwinRequest("GET", distribution.domainName(), path, Map.of(), Map.of(), new byte[0]));
    }

    /** The set that the file under its own key is of. */
    int direct(String file) {
        return setOf(s3.getObjectAsBytes(get -> get.bucket("site").key("data/" + file))
                .asString(StandardCharsets.UTF_8));
    }

    private static int setOf(String content) {
        Matcher set = SET.matcher(content);
        assertThat(set.find()).as(content).isTrue();
        return Integer.parseInt(set.group(1));
    }

    /** Everything in the website bucket. */
    List<String> keys() {
        return s3.listObjectsV2(list -> list.bucket(settings().target())).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    /** Ids of the sets of which something is in the website bucket. */
    Set<String> stored() {
        Settings settings = settings();
        Set<String> ids = new TreeSet<>();
        for (S3Object object : s3.listObjectsV2(
                        list -> list.bucket(settings.target()).prefix(settings.targetPrefix() + Settings.SETS))
                .contents()) {
            ids.add(object.key().replaceAll(".*sets/", "").replaceAll("/.*", ""));
        }
        return ids;
    }

    /** The set that the function sends readers to. */
    String named() {
        return test.aws()
                .cloudFront()
                .describeFunction(describe -> describe.name(SWITCH).stage(FunctionStage.LIVE))
                .functionSummary()
                .functionConfig()
                .comment()
                .replaceFirst("^Data set ", "");
    }

    /** The name of a function that is published, and that no distribution runs. */
    String functionOfNobody() {
        CloudFrontClient cloudFront = test.aws().cloudFront();
        String etag = cloudFront
                .createFunction(create -> create.name("nobodys")
                        .functionConfig(config -> config.comment("passes").runtime("cloudfront-js-2.0"))
                        .functionCode(SdkBytes.fromUtf8String(PASS)))
                .eTag();
        cloudFront.publishFunction(publish -> publish.name("nobodys").ifMatch(etag));
        return "nobodys";
    }

    /** What a stack's update does that changes the function's block. */
    void resetFunction() {
        CloudFrontClient cloudFront = test.aws().cloudFront();
        String etag =
                cloudFront.describeFunction(describe -> describe.name(SWITCH)).eTag();
        String updated = cloudFront
                .updateFunction(update -> update.name(SWITCH)
                        .ifMatch(etag)
                        .functionConfig(config -> config.comment("passes").runtime("cloudfront-js-2.0"))
                        .functionCode(SdkBytes.fromUtf8String(PASS)))
                .eTag();
        cloudFront.publishFunction(publish -> publish.name(SWITCH).ifMatch(updated));
    }

    @Override
    public void close() {
        twin.close();
    }
}
