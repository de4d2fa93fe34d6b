// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.Call;
import dev.cfmanager.awstwin.kernel.TwinCrash;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.error.OperationException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** A website whose readers the switch function gives one set of files. */
class SwitchoverTest {
    private static final String COMPLETE = DataStage.FILES.get(0);
    private static final String REGIONS = DataStage.FILES.get(1);
    private static final String SERVICES = DataStage.FILES.get(2);

    private DataStage stage;

    @BeforeEach
    void start() {
        stage = new DataStage();
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void givesReadersTheWholeSetAndSaysWhich() {
        ObjectNode run = stage.run();

        assertThat(run.path("status").asText()).isEqualTo("published");
        assertThat(run.path("successCount").asInt()).isEqualTo(3);
        assertThat(run.path("setId").asText()).matches("[0-9]{8}T[0-9]{9}-[0-9a-f]{8}");
        assertThat(stage.named()).isEqualTo(run.path("setId").asText());
        assertThat(stage.seen()).containsExactly(1);
        assertThat(stage.direct(REGIONS)).as("for those who read past the edge").isEqualTo(1);
        assertThat(stage.view("/data/regions.json").header("Cache-Control")).contains("public, max-age=300");
        assertThat(stage.view("/data/regions.json").header("Content-Type")).contains("application/json");
    }

    @Test
    void copiesTheWholeSetAndAfterTheSwitchWhatChanged() {
        stage.run();
        stage.write(REGIONS, 2);
        stage.twin().calls().reset();

        ObjectNode run = stage.run();

        assertThat(run.path("successCount").asInt()).isEqualTo(1);
        assertThat(run.path("unchangedCount").asInt()).isEqualTo(2);
        String set = "arn:aws:s3:::site/data/sets/" + run.path("setId").asText() + "/";
        assertThat(stage.twin()
                        .calls()
                        .where(call -> call.service().equals("cloudfront")
                                || call.operation().equals("CopyObject")))
                .extracting(call -> call.operation() + written(call))
                .containsExactly(
                        "CopyObject " + set + COMPLETE,
                        "CopyObject " + set + REGIONS,
                        "CopyObject " + set + SERVICES,
                        "DescribeFunction",
                        "DescribeFunction",
                        "UpdateFunction",
                        "PublishFunction",
                        "CopyObject arn:aws:s3:::site/data/" + REGIONS,
                        "CreateInvalidation");
        assertThat(stage.seen(REGIONS)).isEqualTo(2);
        assertThat(stage.seen(SERVICES)).isEqualTo(1);
    }

    @Test
    void asksTheEdgeOnceAndChangesNothingOnAnUnchangedNight() {
        String set = stage.run().path("setId").asText();
        stage.twin().calls().reset();

        ObjectNode run = stage.run();

        assertThat(run.path("status").asText()).isEqualTo("unchanged");
        assertThat(run.path("setId").asText()).isEqualTo(set);
        assertThat(stage.twin().calls().where(call -> !call.service().equals("dynamodb")))
                .extracting(Call::operation)
                .containsExactly("HeadObject", "HeadObject", "HeadObject", "DescribeFunction");
    }

    @Test
    void sendsReadersToTheSetAgainWhenSomebodyHasPutOtherCodeIntoTheFunction() {
        String set = stage.run().path("setId").asText();
        stage.resetFunction();
        assertThat(stage.seen()).as("what the fixed paths have").containsExactly(1);
        stage.twin().calls().reset();

        ObjectNode run = stage.run();

        assertThat(run.path("status").asText()).isEqualTo("unchanged");
        assertThat(stage.named()).isEqualTo(set);
        assertThat(stage.twin().calls().count("cloudfront:PublishFunction")).isEqualTo(1);
        assertThat(stage.twin().calls().count("s3:CopyObject")).isZero();
        assertThat(stage.twin().calls().count("cloudfront:CreateInvalidation")).isZero();
    }

    @Test
    void givesReadersASetWhenTheSwitchIsTurnedOnThoughEveryFileIsLive() {
        stage.test().with(EnvironmentVariable.DATA_SWITCH_FUNCTION, "");
        assertThat(stage.run().has("setId")).isFalse();
        stage.test().with(EnvironmentVariable.DATA_SWITCH_FUNCTION, DataStage.SWITCH);

        ObjectNode run = stage.run();

        assertThat(run.path("status").asText()).isEqualTo("unchanged");
        assertThat(stage.named()).isEqualTo(run.path("setId").asText());
        assertThat(stage.seen()).containsExactly(1);
    }

    @Test
    void healsASetThatSomebodyDeletedOnlyWhenForced() {
        String set = stage.run().path("setId").asText();
        stage.s3().deleteObject(delete -> delete.bucket("site").key("data/sets/" + set + "/" + REGIONS));
        stage.run();
        assertThat(stage.view("/data/regions.json").status()).isEqualTo(403);

        ObjectNode forced = stage.force();

        assertThat(forced.path("successCount").asInt()).isEqualTo(3);
        assertThat(stage.seen()).containsExactly(1);
    }

    @Test
    void keepsTheLastTwoSetsAndWhateverReadersHadWithinTheLastHour() {
        String first = publish(2, Duration.ofDays(1));
        String second = publish(3, Duration.ofDays(1));
        assertThat(stage.stored()).containsExactly(first, second);
        String third = publish(4, Duration.ofMinutes(1));
        assertThat(stage.stored()).as("the first is out since yesterday").containsExactly(second, third);
        String fourth = publish(5, Duration.ofMinutes(1));
        assertThat(stage.stored()).as("the second is out for a minute").containsExactly(second, third, fourth);
        stage.write(6);
        stage.twin().faults().on("cloudfront", "UpdateFunction").crash();
        assertThatThrownBy(stage::run).isInstanceOf(TwinCrash.class);
        stage.twin().faults().clear();
        assertThat(stage.stored()).as("and one that nobody was given").hasSize(4);
        stage.twin().clock().advance(Duration.ofHours(2));

        String fifth = publish(7, Duration.ofMinutes(1));

        assertThat(stage.stored()).containsExactly(fourth, fifth);
        assertThat(stage.sets().all()).extracting(DataSet::id).containsExactly(fourth, fifth);
        assertThat(stage.seen()).containsExactly(7);
    }

    @Test
    void saysWhenOldSetsCannotBeDeletedAndTriesAgain() {
        publish(2, Duration.ofDays(1));
        publish(3, Duration.ofDays(1));
        stage.twin().faults().on("s3", "DeleteObjects").fail(403, "AccessDenied");
        stage.write(4);

        ObjectNode run = stage.run();

        assertThat(run.path("status").asText()).isEqualTo("published");
        assertThat(run.path("reason").asText()).contains("old sets could not be deleted");
        assertThat(stage.stored()).hasSize(3);
        stage.twin().faults().clear();
        assertThat(stage.run().has("reason")).isFalse();
        assertThat(stage.stored()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "DescribeFunction,403,AccessDenied,AccessDenied,deploy with the parameter DataSwitchFunctionName",
        "DescribeFunction,404,NoSuchFunctionExists,SwitchNotFound,DataSwitchFunctionName",
        "UpdateFunction,400,Throttling,Throttled,no changes",
        "UpdateFunction,403,AccessDenied,AccessDenied,deploy with the parameter DataSwitchFunctionName",
        "UpdateFunction,412,PreconditionFailed,SwitchContended,keeps changing",
        "PublishFunction,403,AccessDenied,AccessDenied,deploy with the parameter DataSwitchFunctionName",
        "PublishFunction,500,InternalError,Upstream,changing the switch function",
    })
    void saysWhyReadersCouldNotBeMovedAndLeavesThemWhereTheyAre(
            String operation, int status, String code, String errorType, String text) {
        String before = stage.run().path("setId").asText();
        stage.write(REGIONS, 2);
        stage.twin().faults().on("cloudfront", operation).fail(status, code);

        ObjectNode run = stage.run();

        assertThat(run.path("status").asText()).isEqualTo("failed");
        assertThat(run.path("setId").asText()).isEqualTo(before);
        assertThat(result(run, REGIONS).path("errorType").asText()).isEqualTo(errorType);
        assertThat(result(run, REGIONS).path("error").asText()).contains(text);
        assertThat(result(run, SERVICES).path("unchanged").asBoolean()).isTrue();
        assertThat(run.path("reason").asText()).contains("readers stay on the set before");
        stage.twin().faults().clear();
        assertThat(stage.named()).isEqualTo(before);
        assertThat(stage.direct(REGIONS)).isEqualTo(1);
        stage.twin().clock().advance(Duration.ofMinutes(5));
        assertThat(stage.distributor().recover("system").path("status").asText())
                .isEqualTo("published");
        assertThat(stage.seen(REGIONS)).isEqualTo(2);
    }

    @Test
    void saysThatNoDistributionRunsTheFunction() {
        stage.test().with(EnvironmentVariable.DATA_SWITCH_FUNCTION, stage.functionOfNobody());

        ObjectNode run = stage.run();

        assertThat(run.path("status").asText()).isEqualTo("failed");
        assertThat(run.path("failureCount").asInt()).isEqualTo(3);
        assertThat(result(run, REGIONS).path("errorType").asText()).isEqualTo("SwitchNotAssociated");
        assertThat(result(run, REGIONS).path("error").asText()).contains("associate it");
    }

    @Test
    void saysThatTheNamesOfAllFilesAreTooMuchForAFunction() {
        List<String> names = IntStream.range(0, 300)
                .mapToObj(i -> "a-rather-long-name-of-a-file-" + i + ".json")
                .toList();
        names.forEach(name -> stage.put(name, "[1]"));
        stage.test().with(EnvironmentVariable.DATA_FILES, String.join(",", names));

        ObjectNode run = stage.run();

        assertThat(run.path("results").get(0).path("errorType").asText()).isEqualTo("TooManyFiles");
        assertThat(stage.twin().calls().count("s3:CopyObject")).isZero();
    }

    @Test
    void leavesReadersOnTheirSetForEveryCombinationOfFilesThatCannotBeCopied() {
        stage.run();
        for (int failing = 1; failing < 8; failing++) {
            stage.write(10 + failing);
            for (int i = 0; i < 3; i++) {
                if ((failing >> i & 1) == 1) {
                    stage.twin().faults().on("s3", "CopyObject").call(i + 1L).fail(403, "AccessDenied");
                }
            }
            String before = stage.named();

            ObjectNode run = stage.run();

            stage.twin().faults().clear();
            assertThat(run.path("status").asText()).isEqualTo("failed");
            assertThat(run.path("failureCount").asInt()).isEqualTo(3);
            for (int i = 0; i < 3; i++) {
                assertThat(run.path("results").get(i).path("errorType").asText())
                        .isEqualTo((failing >> i & 1) == 1 ? "AccessDenied" : "Withheld");
            }
            assertThat(stage.named()).isEqualTo(before);
            assertThat(stage.run().path("successCount").asInt()).isEqualTo(3);
        }
        assertThat(stage.seen()).containsExactly(17);
    }

    @Test
    void hasReadersOnTheNewSetThoughAFixedPathCouldNotBeWritten() {
        stage.run();
        stage.write(2);
        stage.twin().faults().on("s3", "CopyObject").call(5).fail(403, "AccessDenied");

        ObjectNode run = stage.run();

        stage.twin().faults().clear();
        assertThat(run.path("status").asText()).isEqualTo("partial");
        assertThat(result(run, REGIONS).path("errorType").asText()).isEqualTo("AccessDenied");
        assertThat(stage.seen()).containsExactly(2);
        assertThat(stage.direct(REGIONS)).isEqualTo(1);
        stage.twin().calls().reset();
        assertThat(stage.distributor().recover("system").path("successCount").asInt())
                .isEqualTo(1);
        assertThat(stage.twin().calls().count("s3:CopyObject")).isEqualTo(1);
        assertThat(stage.direct(REGIONS)).isEqualTo(2);
    }

    @Test
    void looksAtAllFilesAgainWhenTheFetcherWritesDuringTheRun() {
        stage.twin().faults().on("s3", "CopyObject").call(2).fail(412, "PreconditionFailed");

        ObjectNode run = stage.run();

        assertThat(run.path("status").asText()).isEqualTo("published");
        assertThat(stage.seen()).containsExactly(1);
        stage.twin().faults().clear();
        stage.twin().faults().on("s3", "CopyObject").fail(412, "PreconditionFailed");
        stage.write(2);
        assertThat(result(stage.run(), REGIONS).path("errorType").asText()).isEqualTo("SourceChanged");
        assertThat(stage.seen(REGIONS)).isEqualTo(1);
    }

    @Test
    void finishesASetWithTheVersionsItBeganWithWhenTheFetcherBrokeAFileSince() {
        stage.keepVersions();
        stage.write(2);
        stage.run();
        stage.write(COMPLETE, 3);
        stage.write(REGIONS, 3);
        stage.twin().faults().on("s3", "CopyObject").call(2).crash();
        assertThatThrownBy(stage::run).isInstanceOf(TwinCrash.class);
        stage.twin().faults().clear();
        stage.put(SERVICES, "[2,"); // unchanged in that set, and not live in it yet
        stage.put(REGIONS, "[3,");
        stage.twin().clock().advance(Duration.ofMinutes(5));

        ObjectNode run = stage.distributor().recover("system");

        assertThat(run.path("reason").asText()).contains("finished").contains(SERVICES);
        assertThat(stage.seen(COMPLETE)).isEqualTo(3);
        assertThat(stage.seen(REGIONS)).isEqualTo(3);
        assertThat(stage.seen(SERVICES)).isEqualTo(2);
    }

    @Test
    void saysThatReadersStayOnOneSetWhereASetCannotBeFinished() {
        stage.run();
        stage.write(2);
        stage.twin().faults().on("s3", "CopyObject").call(2).crash();
        assertThatThrownBy(stage::run).isInstanceOf(TwinCrash.class);
        stage.twin().faults().clear();
        stage.put(SERVICES, "[2,"); // and the bucket keeps no version of what it was
        stage.twin().clock().advance(Duration.ofMinutes(5));

        ObjectNode run = stage.distributor().recover("system");

        assertThat(run.path("status").asText()).isEqualTo("failed");
        assertThat(run.path("reason").asText()).contains("readers stay on one set");
        assertThat(stage.seen()).containsExactly(1);
    }

    @Test
    void movesReadersThoughTheAnswerToTheChangeIsLost() {
        stage.run();
        stage.write(2);
        stage.twin()
                .faults()
                .on("cloudfront", "UpdateFunction")
                .call(1)
                .afterEffect()
                .loseConnection();

        assertThat(stage.run().path("status").asText()).isEqualTo("published");
        assertThat(stage.seen()).containsExactly(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "site | data | regions.json | data/ | /data/regions.json",
                "www.example.com | /data/ | regions.json | data/ | /data/regions.json",
                "site | '' | regions.json | '' | /regions.json",
                "site | / | regions.json | '' | /regions.json",
                "site | a/b//c/ | regions.json | a/b/c/ | /a/b/c/regions.json",
                "site | data | deep/er.json | data/ | /data/deep/er.json",
                "site | data | with space+plus.json | data/ | /data/with%20space+plus.json",
                "site | data | with space+plus.json | data/ | /data/with%20space%2Bplus.json",
                "site | data | größe.json | data/ | /data/gr%C3%B6%C3%9Fe.json",
                "site | data | größe.json | data/ | /data/gr%c3%b6%c3%9fe.json",
                "site | data | it's \"(1)\".json | data/ | /data/it's%20%22(1)%22.json",
            })
    void sendsThePathsToTheKeysOfTheSetForEveryPrefixAndName(
            String website, String prefix, String file, String published, String path) {
        try (DataStage other = new DataStage(website, prefix)) {
            other.test().with(EnvironmentVariable.DATA_FILES, file);
            other.put(file, "[1]");

            String set = other.run().path("setId").asText();

            String key = published + "sets/" + set + "/" + file;
            assertThat(other.keys()).containsExactlyInAnyOrder(published + file, key);
            other.s3()
                    .putObject(
                            put -> put.bucket(website).key(published + file),
                            RequestBody.fromString("past the function"));
            assertThat(other.view(path).bodyText()).isEqualTo("[1]");
            for (String passed : List.of("beside.json", "regions.json.bak", "sets/x/regions.json")) {
                other.s3()
                        .putObject(put -> put.bucket(website).key(published + passed), RequestBody.fromString(passed));
                assertThat(other.view("/" + published + passed).bodyText()).isEqualTo(passed);
            }
            assertThat(other.view("/" + published + "%E4%ZZ").status()).isBetween(400, 404);
        }
    }

    @Test
    void takesReadersBackToTheSetBeforeUntilTheFetcherHasWrittenAnother() {
        String good = publish(2, Duration.ofDays(1));
        String bad = publish(3, Duration.ofMinutes(5));

        ObjectNode back = stage.distributor().rollBack("admin");

        assertThat(back.path("status").asText()).isEqualTo("published");
        assertThat(back.path("setId").asText()).isEqualTo(good);
        assertThat(stage.seen()).containsExactly(2);
        assertThat(stage.run().path("status").asText()).isEqualTo("unchanged");
        stage.resetFunction();
        stage.run();
        stage.twin().clock().advance(Duration.ofDays(1));
        stage.run();
        assertThat(stage.named()).as("nights with what was taken back").isEqualTo(good);
        assertThat(stage.stored()).containsExactly(good, bad);
        assertThat(publish(4, Duration.ofDays(1))).isEqualTo(stage.named());
        assertThat(stage.seen()).containsExactly(4);
        publish(3, Duration.ofDays(1));
        assertThat(stage.seen()).as("what is no longer the last word").containsExactly(3);
    }

    @Test
    void publishesWhatWasTakenBackWhenForced() {
        publish(2, Duration.ofDays(1));
        publish(3, Duration.ofDays(1));
        stage.distributor().rollBack("admin");

        assertThat(stage.force().path("status").asText()).isEqualTo("published");
        assertThat(stage.seen()).containsExactly(3);
    }

    @Test
    void takesReadersBackTheNextTimeWhenItCouldNotBeDoneAtOnce() {
        String good = publish(2, Duration.ofDays(1));
        publish(3, Duration.ofDays(1));
        stage.twin().faults().on("cloudfront", "PublishFunction").fail(403, "AccessDenied");

        ObjectNode back = stage.distributor().rollBack("admin");

        assertThat(back.path("status").asText()).isEqualTo("failed");
        stage.twin().faults().clear();
        stage.run();
        assertThat(stage.named()).isEqualTo(good);
    }

    @Test
    void hasNothingToGoBackToAfterTheFirstSet() {
        stage.run();

        assertThatThrownBy(() -> stage.distributor().rollBack("admin"))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("no set to go back to");
    }

    private String publish(int number, Duration later) {
        stage.write(number);
        ObjectNode run = stage.run();
        assertThat(run.path("status").asText()).as(run.toString()).isEqualTo("published");
        stage.twin().clock().advance(later);
        return run.path("setId").asText();
    }

    private static String written(Call call) {
        return call.operation().equals("CopyObject")
                ? " "
                        + call.resources().stream()
                                .filter(arn -> arn.contains(":::site"))
                                .findFirst()
                                .orElseThrow()
                : "";
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
