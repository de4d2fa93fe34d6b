// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.guards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.infra.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every guard holds for every template, and bites: its fixture has resources called Bad…, which it finds, and no others. */
class GuardTest {

    /** The stack's template and every one nested in it. */
    static List<Path> templates() {
        List<Path> templates = new ArrayList<>(List.of(Repository.root().resolve("template.yaml")));
        try (Stream<Path> nested = Files.list(Repository.root().resolve("infra"))) {
            nested.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file ->
                            Repository.text("infra/" + file.getFileName()).contains("AWSTemplateFormatVersion"))
                    .sorted()
                    .forEach(templates::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return templates;
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyTemplateKeepsToEveryGuard(Path template) {
        for (Guard guard : Guard.values()) {
            assertThat(guard.findings(Declared.plain(template))).as("%s", guard).isEmpty();
            assertThat(guard.findings(Declared.withEverything(template)))
                    .as("%s, with everything that may be added", guard)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Guard.class, mode = EnumSource.Mode.EXCLUDE, names = "NO_YAML_ALIASES")
    void everyGuardFindsWhatIsBadAndNothingElse(Guard guard) {
        Declared fixture = Declared.plain(fixture(guard));
        List<String> bad = fixture.resources().stream()
                .map(Declared.Resource::id)
                .filter(id -> id.startsWith("Bad"))
                .toList();

        assertThat(bad).isNotEmpty();
        assertThat(guard.findings(fixture).stream()
                        .map(finding -> finding.replaceAll(":.*", ""))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(bad);
    }

    @ParameterizedTest
    @EnumSource(value = Guard.class, names = "NO_YAML_ALIASES")
    void findsAliasesByTheirLine(Guard guard) {
        assertThat(guard.findings(Declared.plain(fixture(guard)))).containsExactly("line 9: write out *said");
    }

    private static Path fixture(Guard guard) {
        return Repository.root()
                .resolve("infra/src/test/resources/guards")
                .resolve(guard.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".yaml");
    }
}
