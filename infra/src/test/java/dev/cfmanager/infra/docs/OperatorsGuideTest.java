// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.infra.Blueprint;
import dev.cfmanager.infra.Repository;
import dev.cfmanager.local.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/operators} says is what there is. */
class OperatorsGuideTest {
    private static final Path FOLDER = Repository.root().resolve("docs/operators");
    private static final Pattern LINK = Pattern.compile("]\\(([a-z0-9-]+\\.md)?(#[a-z-]+)?\\)");

    @Test
    void theRunbookKnowsEveryAlarmAndNoOther() {
        Set<String> alarms =
                Blueprint.resourcesWithEverything("AWS::CloudWatch::Alarm").keySet();
        Set<String> chapters = Pattern.compile("(?m)^### (\\w+Alarm)$")
                .matcher(text("runbook.md"))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());

        assertThat(chapters).isEqualTo(alarms);
    }

    @Test
    void everyAlarmSaysWhatHappenedAndTellsWhoeverAskedForIt() {
        Blueprint.resourcesWithEverything("AWS::CloudWatch::Alarm").forEach((name, alarm) -> {
            assertThat(alarm.text("AlarmDescription")).as(name).endsWith(".");
            assertThat(alarm.texts("AlarmActions")).as(name).hasSize(1);
        });
    }

    @Test
    void everyMakeCommandIsATarget() {
        Set<String> targets = Pattern.compile("(?m)^([a-z]+):")
                .matcher(Repository.text("Makefile"))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        for (String file : files()) {
            List<String> said = Pattern.compile("(?m)(?:^|`)make ([a-z]+)")
                    .matcher(text(file))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            assertThat(targets).as(file).containsAll(said);
        }
    }

    @Test
    void everyParameterAndOutputItNamesIsInTheTemplate() {
        Template template = Template.read(Repository.root().resolve("template.yaml"));
        for (String file : files()) {
            List<String> set = Pattern.compile("`([A-Z][A-Za-z]+)=[a-z]*`")
                    .matcher(text(file))
                    .results()
                    .map(found -> found.group(1))
                    .filter(name -> !Set.of("GUIDED", "PROFILE").contains(name))
                    .toList();
            assertThat(template.parameterNames()).as(file).containsAll(set);
            List<String> outputs = Pattern.compile("OutputKey=='(\\w+)'")
                    .matcher(text(file))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            outputs.forEach(output ->
                    assertThat(Repository.text("template.yaml")).as(file).contains("\n  " + output + ":\n"));
        }
    }

    @Test
    void everyLinkLeadsSomewhere() {
        for (String file : files()) {
            List<MatchResult> links = LINK.matcher(text(file)).results().toList();
            for (MatchResult link : links) {
                String target = link.group(1) == null ? file : link.group(1);
                assertThat(FOLDER.resolve(target)).as(file).exists();
                if (link.group(2) != null) {
                    assertThat(text(target)
                                    .lines()
                                    .filter(line -> line.startsWith("#"))
                                    .map(line -> "#"
                                            + line.replaceAll("^#+ ", "")
                                                    .toLowerCase(java.util.Locale.ROOT)
                                                    .replace(' ', '-')))
                            .as("%s in %s", link.group(), file)
                            .contains(link.group(2));
                }
            }
        }
    }

    @Test
    void theCostTableAddsUp() {
        double[] sums = new double[3];
        String text = text("cost-and-quotas.md");
        for (String line : text.substring(0, text.indexOf("## Prices")).lines().toList()) {
            String[] cells = line.split("\\|");
            if (cells.length == 5 && cells[2].strip().matches("[0-9.]+")) {
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += Double.parseDouble(cells[i + 2].strip());
                }
            }
        }
        assertThat(text)
                .contains(String.format(
                        java.util.Locale.ROOT, "| **%.2f** | **%.2f** | **%.2f** |", sums[0], sums[1], sums[2]));
    }

    @Test
    void everyPriceAndEveryQuotaSaysWhereItIsFromAndHowOldItIs() {
        String text = text("cost-and-quotas.md");
        List<String> rows = text.substring(text.indexOf("## Prices"))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| ---"))
                .filter(line -> !line.startsWith("| What ") && !line.startsWith("| Quota "))
                .toList();

        assertThat(rows).hasSizeGreaterThan(25).allSatisfy(row -> assertThat(row)
                .matches(".*\\]\\(https://[a-z.]*aws\\.amazon\\.com/.*\\| ((\\w+ )?20\\d\\d|not dated|–) \\|"));
    }

    @Test
    void theProfilesOfSamSetParametersThatThereAre() {
        Template template = Template.read(Repository.root().resolve("template.yaml"));
        Map<String, String> set = Pattern.compile("(\\w+)=\\\\\"([^\"\\\\]*)\\\\\"")
                .matcher(Repository.text("samconfig.toml"))
                .results()
                .filter(found -> !Set.of("Application", "Stage").contains(found.group(1)))
                .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));

        assertThat(set).isNotEmpty();
        assertThat(template.parameterNames()).containsAll(set.keySet());
    }

    private static List<String> files() {
        try (Stream<Path> all = Files.list(FOLDER)) {
            return all.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String text(String file) {
        return Repository.text("docs/operators/" + file);
    }
}
