// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.javascript;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JavaScriptTest {
    private static final int MEMORY = 64 << 20;

    private final JavaScript javaScript = new JavaScript(Duration.ofSeconds(20), MEMORY);

    @Test
    void waitsForWhatAnAsyncHandlerReturns() {
        Outcome outcome = lambda("exports.handler = async (event) => { await null; console.log('at', event.uri);"
                + " return { ...event, region: process.env.AWS_REGION }; };");

        assertThat(outcome.error()).isEmpty();
        assertThat(outcome.value()).isEqualTo("{\"uri\":\"/a\",\"region\":\"eu-west-1\"}");
        assertThat(outcome.log()).containsExactly("at /a");
    }

    @Test
    void takesCallbacksAndEsModules() {
        assertThat(lambda("module.exports.handler = (event, context, callback) => callback(null, event.uri);")
                        .value())
                .isEqualTo("\"/a\"");
        assertThat(lambda("import qs from 'node:querystring';\nexport const handler = async () => qs.parse('a=1&a=2');")
                        .value())
                .isEqualTo("{\"a\":[\"1\",\"2\"]}");
    }

    @Test
    void callsTheFunctionThatAScriptDeclares() {
        Program program = Program.cloudFrontFunction(
                "import cf from 'cloudfront';\nconst store = cf.kvs();\n"
                        + "async function handler(event) { return await store.get(event.key); }",
                "{\"key\":\"k\"}",
                Map.of("id", Map.of("k", "v")));

        assertThat(javaScript.call(program).value()).isEqualTo("\"v\"");
    }

    @Test
    void carriesTextThatWouldEndALiteral() {
        String nasty = "'\"`\\\u2028 ${x} </script> $INPUT$";
        Program program = new Program(
                "function handler(text) { return text; }",
                Program.Form.SCRIPT,
                "handler",
                List.of("\"'\\\"`\\\\\u2028 ${x} </script> $INPUT$\""),
                Map.of(),
                Map.of());

        assertThat(javaScript.call(program).value())
                .isEqualTo("\"" + nasty.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
    }

    @Test
    void saysWhyAProgramFailed() {
        assertThat(lambda("exports.handler = async () => { throw new TypeError('no'); };")
                        .error())
                .isEqualTo("TypeError: no");
        assertThat(lambda("exports.handler = () => Promise.reject('plain');").error())
                .isEqualTo("Error: plain");
        assertThat(lambda("exports.handler = (").error()).startsWith("SyntaxError");
        assertThat(lambda("exports.other = () => 1;").error()).contains("handler is not defined");
        assertThat(lambda("require('fs');").error()).isEqualTo("Error: Cannot find module 'fs'");
        assertThat(lambda("exports.handler = () => new Promise(() => {});").failed())
                .isTrue();
    }

    @Test
    void endsProgramsThatWouldNotEnd() {
        Outcome outcome = new JavaScript(Duration.ofMillis(300), MEMORY)
                .call(Program.lambda("exports.handler = () => { while (true) {} };", "index.handler", "{}", Map.of()));

        assertThat(outcome.error()).isEqualTo("Task timed out after 300 ms");
    }

    @Test
    void containsProgramsThatTakeTooMuch() {
        assertThat(lambda(
                                "exports.handler = () => { const all = []; while (true) all.push('x'.repeat(1e6) + all.length); };")
                        .failed())
                .isTrue();
        assertThat(lambda("const f = () => f() + 1; exports.handler = f;").failed())
                .isTrue();
    }

    @Test
    void showsNothingOfTheHost() {
        Outcome outcome =
                lambda("exports.handler = () => [typeof Java, typeof Javy, typeof fetch, typeof std, typeof os,"
                        + " typeof input, typeof print, typeof Packages].join();");

        assertThat(outcome.value()).isEqualTo("\"" + "undefined,".repeat(7) + "undefined\"");
    }

    private Outcome lambda(String source) {
        return javaScript.call(
                Program.lambda(source, "index.handler", "{\"uri\":\"/a\"}", Map.of("AWS_REGION", "eu-west-1")));
    }
}
