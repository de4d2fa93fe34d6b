// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cfmanager.awstwin.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The functions Step Functions adds to JSONata, and those that must follow virtual time and the seed
 * (<a href="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn">
 * JSONata functions provided by Step Functions</a>).
 */
final class JsonataFunctions {
    private JsonataFunctions() {}

    static void bind(Jsonata.Frame frame, Scope scope) {
        on(frame, "partition", arguments -> intrinsic("States.ArrayPartition", arguments, scope));
        on(frame, "range", arguments -> intrinsic("States.ArrayRange", arguments, scope));
        on(frame, "hash", arguments -> intrinsic("States.Hash", hashed(arguments), scope));
        on(frame, "uuid", arguments -> TextNode.valueOf(scope.ids().uuid()));
        on(frame, "parse", arguments -> intrinsic("States.StringToJson", arguments, scope));
        on(frame, "random", arguments -> Json.tree(random(arguments, scope)));
        on(frame, "millis", arguments -> LongNode.valueOf(scope.now().toEpochMilli()));
        on(frame, "now", arguments -> TextNode.valueOf(now(arguments, scope)));
        frame.bind("eval", function(arguments -> {
            throw new JException("T1006", -1, "$eval is not available in Step Functions");
        }));
    }

    private static String now(List<JsonNode> arguments, Scope scope) {
        String picture = arguments.isEmpty() ? null : arguments.get(0).textValue();
        String zone = arguments.size() < 2 ? null : arguments.get(1).textValue();
        return Functions.dateTimeFromMillis(scope.now().toEpochMilli(), picture, zone);
    }

    private static double random(List<JsonNode> arguments, Scope scope) {
        long seed = arguments.isEmpty()
                ? scope.ids().uuid().hashCode()
                : arguments.get(0).asLong();
        return new SplittableRandom(seed).nextDouble();
    }

    /** {@code $hash} without an algorithm means SHA-256. */
    private static List<JsonNode> hashed(List<JsonNode> arguments) {
        List<JsonNode> both = new ArrayList<>(arguments);
        if (both.size() == 1) {
            both.add(TextNode.valueOf("SHA-256"));
        }
        return both;
    }

    private static JsonNode intrinsic(String name, List<JsonNode> arguments, Scope scope) {
        try {
            return IntrinsicFunctions.apply(name, arguments, scope.ids());
        } catch (StateFailure failure) {
            throw new JException(failure, failure.cause(), -1, name, name);
        }
    }

    private static void on(Jsonata.Frame frame, String name, Function function) {
        frame.bind(name, function(function));
    }

    private static Jsonata.JFunction function(Function function) {
        return new Jsonata.JFunction((input, arguments) -> Json.plain(function.apply(trees(arguments))), null);
    }

    private static List<JsonNode> trees(List<?> arguments) {
        List<JsonNode> trees = new ArrayList<>();
        for (@Nullable Object argument : arguments) {
            trees.add(Json.tree(argument));
        }
        return trees;
    }

    private interface Function {
        JsonNode apply(List<JsonNode> arguments);
    }
}
