// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.docs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares what a document shows with what was printed. {@code …} stands for anything; white space does not count, times
 * are any times, and an id stands for the one that is printed in its place the first time, and from then on for that one.
 */
final class ShownOutput {
    private static final Pattern ANY = Pattern.compile("…"
            + "|(?<time>\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[.\\d]*Z)"
            + "|(?<ours>(?:origin|dist|func)-[0-9a-f]{8})"
            + "|(?<domain>\\bd[a-z0-9]{13}(?=\\.cloudfront\\.net))"
            + "|(?<aws>\\b[EI][A-Z0-9]{12,13}\\b)");

    private final Map<String, String> real = new HashMap<>();

    /** The command with the ids that are real here instead of the document's. */
    String withRealIds(String command) {
        String text = command;
        for (Map.Entry<String, String> id : real.entrySet()) {
            text = text.replace(id.getKey(), id.getValue());
        }
        return text;
    }

    /** Whether that was printed; learns ids from it. */
    boolean matches(String shown, String printed) {
        String expected = shown.replaceAll("\\s", "");
        StringBuilder regex = new StringBuilder();
        List<String> ids = new ArrayList<>();
        Matcher any = ANY.matcher(expected);
        int from = 0;
        while (any.find()) {
            regex.append(Pattern.quote(expected.substring(from, any.start())));
            from = any.end();
            String id = any.group();
            if (id.equals("…")) {
                regex.append(".*?");
            } else if (any.group("time") != null) {
                regex.append("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
            } else if (real.containsKey(id)) {
                regex.append(Pattern.quote(real.get(id)));
            } else if (ids.contains(id)) {
                regex.append("\\").append(ids.indexOf(id) + 1);
            } else {
                ids.add(id);
                String ours = any.group("ours") == null ? "" : id.substring(0, id.indexOf('-') + 1);
                regex.append('(')
                        .append(ours)
                        .append(any.group("aws") == null ? "[0-9a-z]+" : "[A-Z0-9]+")
                        .append(')');
            }
        }
        regex.append(Pattern.quote(expected.substring(from)));
        Matcher found = Pattern.compile(regex.toString()).matcher(printed.replaceAll("\\s", ""));
        if (!found.matches()) {
            return false;
        }
        for (int i = 0; i < ids.size(); i++) {
            real.put(ids.get(i), found.group(i + 1));
        }
        return true;
    }
}
