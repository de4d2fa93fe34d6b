// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Reads a fault rule from its text: {@code service:Operation [by=identity] [call=n] [from=n] [times=n] [p=share] [after] effect},
 * where the effect is one of {@code fail 503 Code}, {@code crash}, {@code lose}, {@code delay PT2S},
 * {@code throttle 5.0 5} (calls a second, burst), {@code stale} and {@code answer 200 body} (body form-encoded).
 */
final class FaultLine {
    private FaultLine() {}

    /** Puts the rule that {@code line} describes in force in {@code script}. */
    static void read(String line, Faults script) {
        Deque<String> words = new ArrayDeque<>(Arrays.asList(line.strip().split("\\s+")));
        try {
            String[] name = words.remove().split(":", 2);
            FaultRule rule = script.on(name[0], name[1]);
            while (condition(words.element(), rule)) {
                words.remove();
            }
            rule.begin(effect(words));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("not a fault rule: '" + line + "'", e);
        }
    }

    private static boolean condition(String word, FaultRule rule) {
        if (word.equals("after")) {
            rule.afterEffect();
            return true;
        }
        int equals = word.indexOf('=');
        if (equals < 0) {
            return false;
        }
        String value = word.substring(equals + 1);
        switch (word.substring(0, equals)) {
            case "by" -> rule.by(URLDecoder.decode(value, StandardCharsets.UTF_8));
            case "call" -> rule.call(Long.parseLong(value));
            case "from" -> rule.fromCall(Long.parseLong(value));
            case "times" -> rule.times(Long.parseLong(value));
            case "p" -> rule.probability(Double.parseDouble(value));
            default -> throw new IllegalArgumentException("unknown condition " + word);
        }
        return true;
    }

    private static Effect effect(Deque<String> words) {
        String kind = words.remove();
        Effect effect =
                switch (kind) {
                    case "fail" -> new Effect.Fail(Integer.parseInt(words.remove()), words.remove());
                    case "crash" -> new Effect.Crash();
                    case "lose" -> new Effect.Lose();
                    case "delay" -> new Effect.Delay(Duration.parse(words.remove()));
                    case "throttle" ->
                        new Effect.Throttle(Double.parseDouble(words.remove()), Integer.parseInt(words.remove()));
                    case "stale" -> new Effect.Stale();
                    case "answer" ->
                        Effect.Answer.of(Integer.parseInt(words.remove()), words.isEmpty() ? "" : words.remove());
                    default -> throw new IllegalArgumentException("no effect that a line can replay: " + kind);
                };
        if (!words.isEmpty()) {
            throw new IllegalArgumentException("what follows the effect: " + words);
        }
        return effect;
    }
}
