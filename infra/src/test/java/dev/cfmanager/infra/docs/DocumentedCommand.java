// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.docs;

import dev.cfmanager.infra.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command that a document tells its reader to type. It stands in a fence without a language, where every line is one,
 * or after {@code $} in a {@code console} fence, where what it prints may follow; a fence of anything else says what it is.
 *
 * @param file the document, from the repository's top
 * @param line where it begins
 * @param fence where its fence begins; commands of one fence are typed into one shell
 * @param text the command; more than one line where a quotation or a backslash joins them
 * @param output what the document shows of its output; empty when it shows nothing
 */
record DocumentedCommand(String file, int line, int fence, String text, String output) {
    private static final Pattern FENCE = Pattern.compile("(?ms)^( *)```(\\w*)\\n(.*?)^\\1```$");
    private static final Pattern INLINE = Pattern.compile("`((?:make|mvn|aws|sam|git) [^`]+)`");

    /** Every document that tells people to type something. */
    static List<String> documents() {
        try (Stream<Path> docs = Files.walk(Repository.root().resolve("docs"))) {
            return Stream.concat(
                            Stream.of("README.md", "CONTRIBUTING.md", "aws-twin/README.md", "emulators/README.md"),
                            docs.map(file -> Repository.root().relativize(file).toString())
                                    .filter(file -> file.endsWith(".md"))
                                    .sorted())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The commands in a document's fences, in order. */
    static List<DocumentedCommand> fencedIn(String file) {
        String document = Repository.text(file);
        List<DocumentedCommand> commands = new ArrayList<>();
        for (MatchResult fence : FENCE.matcher(document).results().toList()) {
            int line = lineOf(document, fence.start());
            List<String> lines = fence.group(3).stripIndent().lines().toList();
            if (fence.group(2).equals("console")) {
                commands.addAll(prompted(file, line, lines));
            } else if (fence.group(2).isEmpty()) {
                commands.addAll(plain(file, line, lines));
            }
        }
        return commands;
    }

    /** The commands that a document names between backquotes in its prose. */
    static List<DocumentedCommand> inlineIn(String file) {
        String document = Repository.text(file);
        return INLINE.matcher(document)
                .results()
                .map(found -> {
                    int line = lineOf(document, found.start());
                    return new DocumentedCommand(file, line, line, found.group(1), "");
                })
                .toList();
    }

    /** Where it stands, as tools print places. */
    String place() {
        return file + ":" + line;
    }

    private static List<DocumentedCommand> plain(String file, int fence, List<String> lines) {
        List<DocumentedCommand> commands = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int first = i;
            StringBuilder text = new StringBuilder(lines.get(i));
            while (goesOn(text) && i + 1 < lines.size()) {
                text.append('\n').append(lines.get(++i));
            }
            commands.add(new DocumentedCommand(file, fence + 1 + first, fence, text.toString(), ""));
        }
        return commands;
    }

    private static List<DocumentedCommand> prompted(String file, int fence, List<String> lines) {
        List<DocumentedCommand> commands = new ArrayList<>();
        int i = 0;
        while (i < lines.size()) {
            int first = i;
            StringBuilder text = new StringBuilder(lines.get(i++).replaceFirst("^\\$ ", ""));
            while (goesOn(text) && i < lines.size()) {
                text.append('\n').append(lines.get(i++));
            }
            StringBuilder output = new StringBuilder();
            while (i < lines.size() && !lines.get(i).startsWith("$ ")) {
                output.append(lines.get(i++)).append('\n');
            }
            commands.add(new DocumentedCommand(file, fence + 1 + first, fence, text.toString(), output.toString()));
        }
        return commands;
    }

    /** Whether a shell would wait for more. */
    private static boolean goesOn(CharSequence text) {
        String withoutPairs = text.toString().replaceAll("(?s)\"(?:\\\\.|[^\"\\\\])*\"|'[^']*'", "");
        boolean open = withoutPairs.contains("'") || withoutPairs.contains("\"");
        boolean looping = withoutPairs.startsWith("for ") && !withoutPairs.endsWith("done");
        return withoutPairs.endsWith("\\") || open || looping;
    }

    private static int lineOf(String document, int offset) {
        return 1
                + (int) document.substring(0, offset)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }
}
