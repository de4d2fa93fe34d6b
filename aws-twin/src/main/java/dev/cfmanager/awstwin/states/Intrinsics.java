// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cfmanager.awstwin.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads and evaluates intrinsic functions such as {@code States.Format('{}/{}', $.bucket, $.key)}
 * (<a href="https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html">intrinsic functions</a>):
 * nested up to ten deep, text in single quotes.
 */
final class Intrinsics {
    private static final int DEEPEST = 10;

    private final String text;
    private final Optional<Scope> scope;
    private int at;

    private Intrinsics(String text, Optional<Scope> scope) {
        this.text = text;
        this.scope = scope;
    }

    static JsonNode call(String expression, Scope scope) {
        return new Intrinsics(expression, Optional.of(scope)).whole();
    }

    /** Why the text is no intrinsic function; empty when it is one. */
    static Optional<String> fault(String expression) {
        try {
            new Intrinsics(expression, Optional.empty()).whole();
            return Optional.empty();
        } catch (StateFailure failure) {
            return Optional.of(failure.cause());
        }
    }

    private JsonNode whole() {
        JsonNode value = function(1);
        skipSpace();
        if (at < text.length()) {
            throw malformed("unexpected '" + text.substring(at) + "'");
        }
        return value;
    }

    private JsonNode function(int depth) {
        if (depth > DEEPEST) {
            throw malformed("functions are nested deeper than " + DEEPEST);
        }
        int open = text.indexOf('(', at);
        if (open < 0) {
            throw malformed("missing (");
        }
        String name = text.substring(at, open).trim();
        at = open + 1;
        List<JsonNode> arguments = new ArrayList<>();
        skipSpace();
        if (peek() == ')') {
            at++;
        } else {
            boolean more = true;
            while (more) {
                arguments.add(argument(depth));
                skipSpace();
                char next = peek();
                at++;
                if (next != ',' && next != ')') {
                    throw malformed("expected , or ) and found '" + next + "'");
                }
                more = next == ',';
            }
        }
        if (!IntrinsicFunctions.exists(name)) {
            throw malformed("there is no function " + name);
        }
        return scope.isPresent()
                ? IntrinsicFunctions.apply(name, arguments, scope.get().ids())
                : NullNode.instance;
    }

    private JsonNode argument(int depth) {
        skipSpace();
        if (text.startsWith("States.", at)) {
            return function(depth + 1);
        }
        return peek() == '\'' ? quoted() : plain();
    }

    private JsonNode quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; peek() != '\''; at++) {
            if (peek() == '\\') {
                at++;
                char escaped = peek();
                if (escaped != '\'') {
                    value.append('\\'); // Format tells \{ from {, so it unescapes the rest itself
                }
                value.append(escaped);
            } else {
                value.append(peek());
            }
        }
        at++;
        return TextNode.valueOf(value.toString());
    }

    private JsonNode plain() {
        int start = at;
        int depth = 0;
        boolean inQuotes = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'') {
                inQuotes = !inQuotes;
            } else if (!inQuotes && (c == '[' || c == '(')) {
                depth++;
            } else if (!inQuotes && depth > 0 && (c == ']' || c == ')')) {
                depth--;
            } else if (!inQuotes && depth == 0 && (c == ',' || c == ')')) {
                break;
            }
            at++;
        }
        String token = text.substring(start, at).trim();
        if (token.startsWith("$")) {
            JsonPaths.fault(token).ifPresent(why -> {
                throw malformed("'" + token + "' is no path: " + why);
            });
            return scope.isPresent() ? JsonPaths.get(token, scope.get()) : NullNode.instance;
        }
        return literal(token);
    }

    private JsonNode literal(String token) {
        if (token.equals("true") || token.equals("false")) {
            return BooleanNode.valueOf(token.equals("true"));
        }
        if (token.equals("null")) {
            return NullNode.instance;
        }
        try {
            JsonNode number = Json.parse(token);
            if (number.isNumber()) {
                return number;
            }
        } catch (JsonProcessingException e) {
            throw malformed("'" + token + "' is neither text, number, path nor function");
        }
        throw malformed("'" + token + "' is neither text, number, path nor function");
    }

    private char peek() {
        if (at >= text.length()) {
            throw malformed("it ends too early");
        }
        return text.charAt(at);
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private StateFailure malformed(String why) {
        return new StateFailure(
                "States.IntrinsicFailure", "The intrinsic function '" + text + "' cannot be read: " + why);
    }
}
