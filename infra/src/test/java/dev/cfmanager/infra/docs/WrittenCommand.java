// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.docs;

import dev.cfmanager.infra.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares commands that build or deploy with the targets, profiles, modules and options that they name. */
final class WrittenCommand {
    /** The programs that it knows. */
    static final Set<String> PROGRAMS = Set.of("make", "mvn", "sam", "git");

    private static final Set<String> PHASES =
            Set.of("clean", "compile", "test-compile", "test", "package", "verify", "install");

    /** Properties of Maven's own plugins. */
    private static final Set<String> OF_PLUGINS =
            Set.of("skipTests", "test", "groups", "surefire.failIfNoSpecifiedTests");

    /**
     * What SAM's commands take, as far as the documents use them.
     *
     * @see <a href="https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-cli-command-reference-sam-deploy.html">sam deploy</a>
     * @see <a href="https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-cli-command-reference-sam-delete.html">sam delete</a>
     */
    private static final Map<String, Set<String>> SAM = Map.of(
            "deploy", Set.of("--guided", "--config-env", "--config-file", "--stack-name", "--parameter-overrides"),
            "delete", Set.of("--stack-name", "--config-env", "--no-prompts", "--region"));

    private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|[^\\s\"])+");

    private WrittenCommand() {}

    /** What is wrong with it; empty when all that it names is there, and for programs that are not looked at here. */
    static List<String> problems(String text) {
        List<String> problems = new ArrayList<>();
        for (String command : text.replace("\\\n", " ").split("&&|\\||;")) {
            List<String> words = WORD.matcher(command.replaceAll("(?<!\\S)#.*", ""))
                    .results()
                    .map(word -> word.group().replace("\"", ""))
                    .toList();
            if (words.size() > 1) {
                switch (words.get(0)) {
                    case "make" -> make(words, problems);
                    case "mvn" -> mvn(words, problems);
                    case "sam" -> sam(words, problems);
                    default -> {}
                }
            }
        }
        return problems;
    }

    private static void make(List<String> words, List<String> problems) {
        String makefile = Repository.text("Makefile");
        for (String word : words.subList(1, words.size())) {
            if (!word.contains("=")) {
                require(makefile.contains("\n" + word + ":"), "make has no target " + word, problems);
                continue;
            }
            String variable = word.substring(0, word.indexOf('='));
            String value = word.substring(word.indexOf('=') + 1);
            require(makefile.contains("\n" + variable + " ="), "make has no variable " + variable, problems);
            if (variable.equals("PROFILE")) {
                require(
                        Repository.text("samconfig.toml").contains("[" + value + "."),
                        "samconfig.toml has no profile " + value,
                        problems);
            }
        }
    }

    private static void mvn(List<String> words, List<String> problems) {
        String pom = Repository.text("pom.xml");
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-pl")) {
                for (String module : words.get(++i).split(",")) {
                    require(
                            Files.exists(Repository.root().resolve(module).resolve("pom.xml")),
                            "there is no module " + module,
                            problems);
                }
            } else if (word.startsWith("-P")) {
                require(
                        pom.contains("<id>" + word.substring(2) + "</id>"),
                        "no profile " + word.substring(2),
                        problems);
            } else if (word.startsWith("-D")) {
                property(word.substring(2), problems);
            } else if (word.contains(":")) {
                String plugin = word.substring(0, word.indexOf(':')) + "-maven-plugin";
                require(pom.contains("<artifactId>" + plugin + "</artifactId>"), "no plugin " + plugin, problems);
            } else if (!Set.of("-q", "-am", "-B", "-ntp", "-o").contains(word)) {
                require(PHASES.contains(word), "Maven has no phase " + word, problems);
            }
        }
    }

    private static void property(String setting, List<String> problems) {
        String name = setting.replaceAll("=.*", "");
        if (OF_PLUGINS.contains(name)) {
            return;
        }
        boolean known = Sources.ALL.stream()
                .anyMatch(text -> text.contains("\"" + name + "\"")
                        || text.contains("${" + name + "}")
                        || text.contains("<name>" + name + "</name>")
                        || text.contains("<" + name + "/>"));
        require(known, "nothing reads the property " + name, problems);
        if (name.endsWith(".args")) {
            Matcher option = Pattern.compile("--[a-z-]+").matcher(setting);
            while (option.find()) {
                String declared = "names = \"" + option.group() + "\"";
                require(
                        Sources.ALL.stream().anyMatch(text -> text.contains(declared)),
                        "no program has the option " + option.group(),
                        problems);
            }
        }
    }

    private static void sam(List<String> words, List<String> problems) {
        Set<String> options = SAM.get(words.get(1));
        if (options == null) {
            problems.add("not compared with SAM's reference: sam " + words.get(1));
            return;
        }
        Set<String> used = words.stream().filter(word -> word.startsWith("--")).collect(Collectors.toSet());
        used.removeAll(options);
        require(used.isEmpty(), "sam " + words.get(1) + " is not known to take " + used, problems);
    }

    private static void require(boolean holds, String problem, List<String> problems) {
        if (!holds) {
            problems.add(problem);
        }
    }

    /** Poms, and the sources of what can be configured from outside. */
    private static final class Sources {
        private static final List<String> ALL = read();

        private static List<String> read() {
            List<Path> files = new ArrayList<>();
            files.add(Path.of("pom.xml"));
            for (String folder : List.of("aws-twin", "emulators")) {
                files.add(Path.of(folder, "pom.xml"));
                try (Stream<Path> all =
                        Files.walk(Repository.root().resolve(folder).resolve("src"))) {
                    all.filter(file -> file.toString().endsWith(".java"))
                            .map(Repository.root()::relativize)
                            .forEach(files::add);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return files.stream().map(Path::toString).map(Repository::text).toList();
        }
    }
}
