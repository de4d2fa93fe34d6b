// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.CrashSweep;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.kernel.TwinCrash;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.testing.TestEnvironment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudfront.model.Distribution;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

class DistributeDataTest {
    private static final String COMPLETE = "complete-data.json";
    private static final String REGIONS = "regions.json";
    private static final String SERVICES = "services.json";
    private static final List<String> FILES = List.of(COMPLETE, REGIONS, SERVICES);

    /** The number of the set that a file is of, see {@link #change}. */
    private static final Pattern SET = Pattern.compile("(?:\"version\":\"|\\[)(\\d+)");

    private Twin twin;
    private TestEnvironment test;
    private S3Client source;
    private S3Client target;

    @BeforeEach
    void start() {
        twin = Twin.start();
        test = TestEnvironment.on(twin)
                .withTable(EnvironmentVariable.DATA_DISTRIBUTIONS_TABLE, Row.SCHEMA)
                .with(EnvironmentVariable.DATA_SOURCE_BUCKET, "fetched")
                .with(EnvironmentVariable.DATA_SOURCE_REGION, "eu-west-1")
                .with(EnvironmentVariable.DATA_SOURCE_PREFIX, "aws-data/")
                .with(EnvironmentVariable.DISTRIBUTION_BUCKET, "www.example.com")
                .with(EnvironmentVariable.DISTRIBUTION_KEY_PREFIX, "data");
        source = test.aws().s3("eu-west-1");
        target = test.aws().s3("us-east-1");
        source.createBucket(create ->
                create.bucket("fetched").createBucketConfiguration(where -> where.locationConstraint("eu-west-1")));
        target.createBucket(create -> create.bucket("www.example.com"));
        fetch(
                COMPLETE,
                "{\"metadata\":{\"version\":\"1\",\"timestamp\":\"2026-01-01T02:00:00Z\",\"regions\":32},\"a\":[1,2]}");
        fetch(REGIONS, "[\"us-east-1\",\"eu-west-1\"]");
        fetch(SERVICES, "[\"s3\",\"cloudfront\"]");
    }

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void publishesEveryFileWithItsHeadersAndWhereItCameFrom() {
        ObjectNode run = run();

        assertThat(run.path("status").asText()).isEqualTo("published");
        assertThat(run.path("distributed").asBoolean()).isTrue();
        assertThat(run.path("successCount").asInt()).isEqualTo(3);
        assertThat(run.path("distributionPrefix").asText()).isEqualTo("data/");
        assertThat(run.path("results").get(1).path("destinationPath").asText())
                .isEqualTo("s3://www.example.com/data/regions.json");
        HeadObjectResponse live = head("data/" + REGIONS);
        assertThat(live.contentType()).isEqualTo("application/json");
        assertThat(live.cacheControl()).isEqualTo("public, max-age=300");
        assertThat(live.metadata())
                .containsEntry("source-bucket", "fetched")
                .containsEntry("source-key", "aws-data/regions.json")
                .containsEntry("distributed-at", "2026-01-01T00:00:00.000Z");
        assertThat(live("data/" + SERVICES)).isEqualTo("[\"s3\",\"cloudfront\"]");
    }

    @Test
    void copiesNothingAndInvalidatesNothingOnAnUnchangedNight() {
        String distribution = withDistribution();
        run();
        twin.calls().reset();

        ObjectNode run = run();

        assertThat(run.path("status").asText()).isEqualTo("unchanged");
        assertThat(run.path("unchangedCount").asInt()).isEqualTo(3);
        assertThat(twin.calls().count("s3:CopyObject")).isZero();
        assertThat(twin.calls().count("s3:GetObject")).isZero();
        assertThat(twin.calls().count("cloudfront:CreateInvalidation")).isZero();
        assertThat(distribution).isNotEmpty();
    }

    @Test
    void copiesAndInvalidatesExactlyTheFileThatChanged() {
        String distribution = withDistribution();
        run();
        fetch(REGIONS, "[\"us-east-1\",\"eu-west-1\",\"new-1\"]");

        ObjectNode run = run();

        assertThat(run.path("successCount").asInt()).isEqualTo(1);
        assertThat(run.path("unchangedCount").asInt()).isEqualTo(2);
        assertThat(live("data/" + REGIONS)).contains("new-1");
        assertThat(test.aws()
                        .cloudFront()
                        .getInvalidation(get -> get.distributionId(distribution)
                                .id(run.path("invalidationId").asText()))
                        .invalidation()
                        .invalidationBatch()
                        .paths()
                        .items())
                .containsExactly("/data/regions.json");
    }

    @Test
    void keepsTheLastGoodSetLiveWhenOneFileIsTruncated() {
        run();
        String before = live("data/" + COMPLETE);
        fetch(COMPLETE, before.substring(0, before.length() - 4));
        fetch(REGIONS, "[\"changed\",\"too\",\"but waits\"]");

        ObjectNode run = run();

        assertThat(run.path("status").asText()).isEqualTo("failed");
        assertThat(run.path("distributed").asBoolean()).isFalse();
        assertThat(run.path("skipped").asBoolean()).isFalse();
        assertThat(result(run, COMPLETE).path("errorType").asText()).isEqualTo("InvalidJson");
        assertThat(result(run, REGIONS).path("errorType").asText()).isEqualTo("Withheld");
        assertThat(result(run, SERVICES).path("unchanged").asBoolean()).isTrue();
        assertThat(run.path("reason").asText()).contains(COMPLETE);
        assertThat(live("data/" + COMPLETE)).isEqualTo(before);
        assertThat(live("data/" + REGIONS)).doesNotContain("changed");
        assertThat(test.logLines()).anyMatch(line -> line.contains("data-file") && line.contains("InvalidJson"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "complete-data.json | {\"a\":1} | MissingMetadata",
                "complete-data.json | {\"metadata\":{\"version\":\"1\",\"timestamp\":\"2026-01-01T02:00:00Z\"}} | MissingMetadata",
                "complete-data.json | {\"metadata\":{\"version\":\"1\",\"timestamp\":\"yesterday\",\"n\":1}} | MissingMetadata",
                "complete-data.json | {\"metadata\":{\"timestamp\":\"2026-01-01T02:00:00Z\",\"n\":1}} | MissingMetadata",
                "regions.json | '' | InvalidJson",
                "regions.json | [1,2 | InvalidJson",
                "regions.json | [1] [2] | InvalidJson",
                "regions.json | \"text\" | InvalidJson",
                "regions.json | <html/> | InvalidJson"
            })
    void refusesBrokenFiles(String file, String content, String errorType) {
        fetch(file, content);

        assertThat(result(run(), file).path("errorType").asText()).isEqualTo(errorType);
        assertThat(isLive("data/" + file)).isFalse();
    }

    @Test
    void refusesAFileThatShrankSuspiciouslyUnlessTheRunAllowsIt() {
        run();
        fetch(REGIONS, "[\"x\"]");

        assertThat(result(run(), REGIONS).path("errorType").asText()).isEqualTo("SuspiciousSize");
        ObjectNode allowed = distributor().run(Trigger.API, new RunOptions(false, OptionalInt.of(0)), "admin");
        assertThat(allowed.path("status").asText()).isEqualTo("published");
        assertThat(live("data/" + REGIONS)).isEqualTo("[\"x\"]");
    }

    @Test
    void refusesWhatACopyCannotTake() {
        twin.faults()
                .on("s3", "HeadObject")
                .answer(head -> head.with("Content-Length", String.valueOf(SourceFiles.LARGEST + 1)));

        JsonNode tooLarge = result(run(), COMPLETE);

        assertThat(tooLarge.path("errorType").asText()).isEqualTo("TooLarge");
        assertThat(tooLarge.path("error").asText()).contains("5 GB");
        assertThat(twin.calls().count("s3:GetObject")).isZero();
    }

    @Test
    void looksOnceMoreForTheOneThatCameWhileItWasAtWork() {
        Ledger ledger = new Ledger(test.environment());
        Ledger.Lease atWork = ledger.acquire().orElseThrow();

        assertThat(run().path("skipped").asBoolean()).isTrue();
        ledger.release(atWork);
        run();

        assertThat(ledger.takeRequest()).isFalse();
        assertThat(ledger.runs(PageRequest.EVERYTHING).items())
                .extracting(run -> run.path("status").asText())
                .containsExactlyInAnyOrder("published", "unchanged");
    }

    @Test
    void saysWhichFileIsMissing() {
        source.deleteObject(delete -> delete.bucket("fetched").key("aws-data/" + SERVICES));

        JsonNode missing = result(run(), SERVICES);

        assertThat(missing.path("errorType").asText()).isEqualTo("NotFound");
        assertThat(missing.path("error").asText())
                .contains("aws-data/services.json")
                .contains("fetched");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void tellsPublishedPartialAndFailedApartForEveryCombinationOfFailures(int failing) {
        for (int i = 0; i < FILES.size(); i++) {
            if ((failing >> i & 1) == 1) {
                twin.faults().on("s3", "CopyObject").call(i + 1L).fail(403, "AccessDenied");
            }
        }

        ObjectNode run = run();

        int failed = Integer.bitCount(failing);
        assertThat(run.path("failureCount").asInt()).isEqualTo(failed);
        assertThat(run.path("successCount").asInt()).isEqualTo(3 - failed);
        assertThat(run.path("totalFiles").asInt()).isEqualTo(3);
        assertThat(run.path("status").asText())
                .isEqualTo(failed == 0 ? "published" : failed == 3 ? "failed" : "partial");
        assertThat(run.path("distributed").asBoolean()).isEqualTo(failed < 3);
        JsonNode metrics = metrics();
        assertThat(metrics.path("FilesFailed").asInt()).isEqualTo(failed);
        assertThat(metrics.path("FailedRuns").asInt()).isEqualTo(failed == 0 ? 0 : 1);
        assertThat(metrics.path("SuccessRate").asDouble()).isEqualTo(100.0 * (3 - failed) / 3);
        for (int i = 0; i < FILES.size(); i++) {
            JsonNode result = run.path("results").get(i);
            boolean isFailed = (failing >> i & 1) == 1;
            assertThat(result.path("success").asBoolean()).isEqualTo(!isFailed);
            assertThat(result.path("errorType").asText()).isEqualTo(isFailed ? "AccessDenied" : "");
            assertThat(result.has("destinationPath")).isEqualTo(!isFailed);
        }

        twin.faults().clear();
        twin.calls().reset();
        assertThat(run().path("successCount").asInt())
                .as("only what failed is tried again")
                .isEqualTo(failed);
        assertThat(twin.calls().count("s3:CopyObject")).isEqualTo(failed);
    }

    @Test
    void takesA200WithAnErrorInItsBodyForAFailure() {
        twin.faults()
                .on("s3", "CopyObject")
                .answer(ok -> TwinResponse.xml(
                        200,
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>AccessDenied</Code>"
                                + "<Message>no</Message></Error>"));

        assertThat(run().path("status").asText()).isEqualTo("failed");
    }

    @Test
    void readsAgainWhenTheFetcherWritesDuringTheRun() {
        twin.faults().on("s3", "CopyObject").call(1).fail(412, "PreconditionFailed");

        ObjectNode run = run();

        assertThat(run.path("status").asText()).isEqualTo("published");
        assertThat(twin.calls().count("s3:CopyObject")).isEqualTo(4);
    }

    @Test
    void healsADeletedTargetOnlyWhenForced() {
        run();
        target.deleteObject(delete -> delete.bucket("www.example.com").key("data/" + REGIONS));

        assertThat(run().path("status").asText()).isEqualTo("unchanged");
        assertThat(isLive("data/" + REGIONS)).isFalse();
        ObjectNode forced = distributor().run(Trigger.API, new RunOptions(true, OptionalInt.empty()), "admin");
        assertThat(forced.path("successCount").asInt()).isEqualTo(3);
        assertThat(isLive("data/" + REGIONS)).isTrue();
    }

    @Test
    void neverReadsTheWebsiteBucket() {
        run();
        run();

        assertThat(twin.calls()
                        .where(call -> call.service().equals("s3")
                                && call.resources().stream().anyMatch(arn -> arn.contains("www.example.com"))
                                && call.iamActions().contains("s3:GetObject")
                                && !call.operation().equals("CopyObject")))
                .isEmpty();
    }

    @Test
    void isSkippedAndNotFailedWithoutABucket() {
        test.with(EnvironmentVariable.DISTRIBUTION_BUCKET, "");

        ObjectNode run = run();

        assertThat(run.path("status").asText()).isEqualTo("skipped");
        assertThat(run.path("skipped").asBoolean()).isTrue();
        assertThat(run.path("reason").asText()).contains("DistributionBucketName");
        assertThat(run.path("results").isArray()).isTrue();
    }

    @Test
    void publishesOnceWhenTwoRunsStartTogether() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Callable<ObjectNode>> runs = List.of(this::run, this::run);
            List<String> states = new java.util.ArrayList<>();
            for (Future<ObjectNode> future : threads.invokeAll(runs)) {
                states.add(future.get().path("status").asText());
            }

            assertThat(states).contains("published").doesNotContain("failed", "partial");
            assertThat(twin.calls().count("s3:CopyObject")).isEqualTo(3);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void leavesWholeFilesAndATrueManifestWhereverARunDies() {
        withDistribution();
        run();
        AtomicInteger set = new AtomicInteger(10);

        int crashes = CrashSweep.of(account -> run())
                .onOne(twin)
                .given(account -> change(set.incrementAndGet()))
                .then(account -> {
                    for (String file : FILES) {
                        assertThat(live("data/" + file)).endsWith("]}");
                    }
                    twin.clock().advance(Duration.ofMinutes(6));
                    run();
                    for (String file : FILES) {
                        assertThat(live("data/" + file)).isEqualTo(fetched(file));
                        assertThat(new Ledger(test.environment())
                                        .published("s3://www.example.com/data/" + file)
                                        .orElseThrow()
                                        .invalidated())
                                .isTrue();
                    }
                    assertThat(run().path("status").asText()).isEqualTo("unchanged");
                });

        assertThat(crashes).isGreaterThan(2 * 20);
    }

    /** Nobody but the schedule that finishes things runs after the crash; viewers read through the edge. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void viewersAreOnOneSetAgainWithinMinutesWhereverARunDies(boolean fetcherBreaksAFileMeanwhile) {
        if (fetcherBreaksAFileMeanwhile) {
            source.putBucketVersioning(put -> put.bucket("fetched")
                    .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
        }
        String domain = withReadableDistribution();
        AtomicInteger live = new AtomicInteger(10);
        change(live.get());
        run();
        twin.clock().advance(Duration.ofMinutes(5)); // until the edge has the distribution

        int crashes = CrashSweep.of(account -> run())
                .onOne(twin)
                .given(account -> {
                    twin.clock().advance(Duration.ofMinutes(10)); // until the edge was told
                    assertThat(seen(domain)).containsExactly(live.get());
                    change(live.get() + 1);
                })
                .then(account -> {
                    assertThat(seen(domain)).as("what the edge keeps").containsExactly(live.get());
                    if (fetcherBreaksAFileMeanwhile) {
                        fetch(SERVICES, "{\"services\":[");
                    }
                    for (int round = 0; round < 2; round++) {
                        twin.clock().advance(Duration.ofMinutes(5));
                        distributor().recover("system");
                    }
                    twin.clock().advance(Duration.ofMinutes(5));
                    assertThat(seen(domain)).as("what is there").hasSize(1).containsAnyOf(live.get(), live.get() + 1);

                    change(live.incrementAndGet());
                    run();
                });

        assertThat(crashes).isGreaterThan(2 * 20);
    }

    @Test
    void saysThatViewersMaySeeTwoSetsWhereThatCannotBeMended() {
        run();
        change(20);
        twin.faults().on("s3", "CopyObject").call(2).crash();
        assertThatThrownBy(this::run).isInstanceOf(TwinCrash.class);
        twin.faults().clear();
        fetch(SERVICES, "{\"services\":["); // and the bucket keeps no version of what it was

        twin.clock().advance(Duration.ofMinutes(5));
        ObjectNode run = distributor().recover("system");

        assertThat(run.path("status").asText()).isEqualTo("failed");
        assertThat(run.path("trigger").asText()).isEqualTo("recovery");
        assertThat(run.path("reason").asText()).contains("services.json").contains("two sets");
        change(21);
        twin.clock().advance(Duration.ofMinutes(5));
        assertThat(distributor().recover("system").path("status").asText()).isEqualTo("published");
        assertThat(live("data/" + SERVICES)).isEqualTo(fetched(SERVICES));
    }

    @Test
    void recoversNothingWhereNothingIsUnfinishedAndLooksOnlyAtItsOwnTable() {
        run();
        twin.calls().reset();

        ObjectNode run = distributor().recover("system");

        assertThat(run.path("skipped").asBoolean()).isTrue();
        assertThat(twin.calls().all()).hasSize(2).allMatch(call -> call.name().equals("dynamodb:GetItem"));
    }

    @Test
    void triesAFileThatCouldNotBeCopiedAgainForAnHourAndThenLeavesItToTheSchedule() {
        twin.faults().on("s3", "CopyObject").call(2).fail(403, "AccessDenied");
        assertThat(run().path("status").asText()).isEqualTo("partial");
        twin.faults().clear();
        twin.faults().on("s3", "CopyObject").fail(403, "AccessDenied");
        twin.clock().advance(Duration.ofMinutes(55));
        assertThat(distributor().recover("system").path("status").asText()).isEqualTo("failed");
        twin.clock().advance(Duration.ofMinutes(10));
        assertThat(distributor().recover("system").path("skipped").asBoolean()).isTrue();
        twin.faults().clear();

        assertThat(run().path("successCount").asInt()).isEqualTo(1);
        assertThat(distributor().recover("system").path("skipped").asBoolean()).isTrue();
    }

    @Test
    void copiesALargeFileInLessThanASecondAndItsBytesStayAtS3() {
        StringBuilder large = new StringBuilder("[\"first\"");
        for (int i = 0; i < 20_000; i++) {
            large.append(",\"").append("x".repeat(500)).append('"');
        }
        fetch(REGIONS, large.append(']').toString());
        run(); // classes are loaded now

        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            ObjectNode run = distributor().run(Trigger.API, new RunOptions(true, OptionalInt.empty()), "admin");
            assertThat(run.path("successCount").asInt()).isEqualTo(3);
            fastest = Math.min(fastest, result(run, REGIONS).path("durationMs").asLong());
        }

        assertThat(fastest).isLessThan(1000);
        assertThat(twin.calls().count("s3:PutObject")).as("the fetcher's alone").isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "data | regions.json | data/regions.json | /data/regions.json",
                "/data/ | regions.json | data/regions.json | /data/regions.json",
                "'' | regions.json | regions.json | /regions.json",
                "/ | regions.json | regions.json | /regions.json",
                "a/b//c/ | regions.json | a/b/c/regions.json | /a/b/c/regions.json",
                "data | with space+plus.json | data/with space+plus.json | /data/with%20space+plus.json",
                "data | größe.json | data/größe.json | /data/gr%C3%B6%C3%9Fe.json"
            })
    void bringsPrefixesAndNamesToTheRightKeysAndPaths(String prefix, String file, String key, String path) {
        test.with(EnvironmentVariable.DISTRIBUTION_KEY_PREFIX, prefix == null ? "" : prefix)
                .with(EnvironmentVariable.DATA_FILES, file);
        fetch(file, "[1]");

        ObjectNode run = run();

        assertThat(run.path("status").asText()).isEqualTo("published");
        assertThat(isLive(key)).isTrue();
        assertThat(EdgeRefresh.path(key)).isEqualTo(path);
        assertThat(result(run, file).path("destinationPath").asText()).isEqualTo("s3://www.example.com/" + key);
    }

    @Test
    void tellsTheEdgeNextTimeWhenItCouldNotBeToldAtOnce() {
        String distribution = withDistribution();
        twin.faults().on("cloudfront", "CreateInvalidation").fail(400, "TooManyInvalidationsInProgress");

        ObjectNode run = run();
        assertThat(run.path("status").asText()).isEqualTo("published");
        assertThat(run.path("reason").asText()).contains("next run");

        twin.faults().clear();
        ObjectNode next = run();
        assertThat(next.path("status").asText()).isEqualTo("unchanged");
        assertThat(next.has("invalidationId")).isTrue();
        assertThat(distribution).isNotEmpty();
    }

    @Test
    void tellsTheEdgeInTheSameRunWhenItWasThrottledOnce() {
        withDistribution();
        twin.faults().on("cloudfront", "CreateInvalidation").call(1).fail(400, "Throttling");

        ObjectNode run = run();

        assertThat(run.has("invalidationId")).isTrue();
        assertThat(run.has("reason")).isFalse();
        assertThat(twin.calls().count("cloudfront:CreateInvalidation")).isEqualTo(2);
    }

    @Test
    void reportsItsOwnMemoryFailingInsteadOfThrowing() {
        twin.faults().on("dynamodb", "*").fail(500, "InternalServerError");

        ObjectNode run = run();

        assertThat(run.path("status").asText()).isEqualTo("failed");
        assertThat(metrics().path("FailedRuns").asInt()).isEqualTo(1);
    }

    private ObjectNode run() {
        return distributor().run(Trigger.SCHEDULE, RunOptions.ORDINARY, "system");
    }

    private DistributeData distributor() {
        return new DistributeData(test.environment());
    }

    private void change(int seed) {
        fetch(
                COMPLETE,
                "{\"metadata\":{\"version\":\"" + seed
                        + "\",\"timestamp\":\"2026-01-01T02:00:00Z\",\"regions\":32},\"a\":[1,2]}");
        fetch(REGIONS, "{\"regions\":[" + seed + ",\"us-east-1\"]}");
        fetch(SERVICES, "{\"services\":[" + seed + ",\"s3\"]}");
    }

    private String withDistribution() {
        String id = test.aws()
                .cloudFront()
                .createDistribution(create -> create.distributionConfig(config -> config.callerReference("website")
                        .comment("website")
                        .enabled(true)
                        .origins(origins -> origins.quantity(1).items(origin -> origin.id("site")
                                .domainName("www.example.com.s3.us-east-1.amazonaws.com")
                                .s3OriginConfig(s3 -> s3.originAccessIdentity(""))))
                        .defaultCacheBehavior(behavior -> behavior.targetOriginId("site")
                                .viewerProtocolPolicy("redirect-to-https")
                                .cachePolicyId("658327ea-f89d-4fab-a63d-7e88639e58f6"))))
                .distribution()
                .id();
        test.with(EnvironmentVariable.DISTRIBUTION_ID, id);
        return id;
    }

    /** A distribution that the website bucket lets read; gives its domain. */
    private String withReadableDistribution() {
        String control = test.aws()
                .cloudFront()
                .createOriginAccessControl(create -> create.originAccessControlConfig(config -> config.name("website")
                        .originAccessControlOriginType("s3")
                        .signingBehavior("always")
                        .signingProtocol("sigv4")))
                .originAccessControl()
                .id();
        Distribution distribution = test.aws()
                .cloudFront()
                .createDistribution(create -> create.distributionConfig(config -> config.callerReference("website")
                        .comment("website")
                        .enabled(true)
                        .origins(origins -> origins.quantity(1).items(origin -> origin.id("site")
                                .domainName("www.example.com.s3.us-east-1.amazonaws.com")
                                .originAccessControlId(control)
                                .s3OriginConfig(s3 -> s3.originAccessIdentity(""))))
                        .defaultCacheBehavior(behavior -> behavior.targetOriginId("site")
                                .viewerProtocolPolicy("redirect-to-https")
                                .cachePolicyId("658327ea-f89d-4fab-a63d-7e88639e58f6"))))
                .distribution();
        target.putBucketPolicy(put -> put.bucket("www.example.com").policy("""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
                "Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"s3:GetObject",\
                "Resource":"arn:aws:s3:::www.example.com/*",\
                "Condition":{"StringEquals":{"AWS:SourceArn":"%s"}}}]}""".formatted(distribution.arn())));
        test.with(EnvironmentVariable.DISTRIBUTION_ID, distribution.id());
        return distribution.domainName();
    }

    /** The sets that a viewer who reads all files gets files of. */
    private Set<Integer> seen(String domain) {
        Set<Integer> sets = new TreeSet<>();
        for (String file : FILES) {
            TwinResponse response = twin.edge()
                    .handle(new TwinRequest("GET", domain, "/data/" + file, Map.of(), Map.of(), new byte[0]));
            assertThat(response.status()).as(response.bodyText()).isEqualTo(200);
            Matcher set = SET.matcher(response.bodyText());
            assertThat(set.find()).isTrue();
            sets.add(Integer.valueOf(set.group(1)));
        }
        return sets;
    }

    private JsonNode metrics() {
        return Json.parseOwn(test.logLines().stream()
                .filter(line -> line.contains("CloudWatchMetrics"))
                .reduce((first, second) -> second)
                .orElseThrow());
    }

    private void fetch(String file, String content) {
        source.putObject(put -> put.bucket("fetched").key("aws-data/" + file), RequestBody.fromString(content));
    }

    private String fetched(String file) {
        return source.getObjectAsBytes(get -> get.bucket("fetched").key("aws-data/" + file))
                .asString(StandardCharsets.UTF_8);
    }

    private String live(String key) {
        return target.getObjectAsBytes(get -> get.bucket("www.example.com").key(key))
                .asString(StandardCharsets.UTF_8);
    }

    private HeadObjectResponse head(String key) {
        return target.headObject(head -> head.bucket("www.example.com").key(key));
    }

    private boolean isLive(String key) {
        try {
            return head(key).contentLength() > 0;
        } catch (NoSuchKeyException e) {
            return false;
        }
    }

    private static JsonNode result(ObjectNode run, String file) {
        for (JsonNode result : run.path("results")) {
            if (result.path("file").asText().equals(file)) {
                return result;
            }
        }
        throw new AssertionError("no result for " + file + " in " + run);
    }
}
