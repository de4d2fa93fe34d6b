// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.lambdaedge.EdgeCode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.lang.System.exit(1)",
                "Packages.java.lang.System",
                "require('fs')",
                "exports.handler.constructor('return java')()",
                "({}).getClass().forName('java.lang.System')",
                "new java.net.Socket()"
            })
    void reachesNothingOutside(String attempt) {
        Sandbox.Outcome outcome = run("return Promise.resolve({ uri: String(" + attempt + ") });");

        assertThat(outcome.answer()).isEmpty();
        assertThat(outcome.error()).isPresent();
    }

    @Test
    void endsCodeThatDoesNotEnd() {
        assertThat(run("try { while (true) {} } catch (e) { while (true) {} }").error())
                .contains("the code did too much work");
    }

    @Test
    void endsCodeThatCallsItselfForEver() {
        assertThat(run("return exports.handler(event);").error()).isPresent();
    }

    @Test
    void tellsWhyAHandlerFailed() {
        assertThat(run("throw new Error('no origin');").error().orElse("")).contains("no origin");
        assertThat(run("return Promise.reject(new Error('no origin'));").error().orElse(""))
                .contains("no origin");
    }

    @Test
    void oneRunCannotChangeTheLanguageForTheNext() {
        Sandbox sandbox = new Sandbox(code("var was = typeof Object.prototype.changed;"
                + " try { Object.prototype.changed = 1; Array.prototype.map = null; } catch (sealed) { }"
                + " return Promise.resolve({ uri: was + typeof [].map });"));

        sandbox.run(Optional.empty(), List.of("{}"));
        List<Sandbox.Outcome> second = sandbox.run(Optional.empty(), List.of("{}"));

        assertThat(second.get(0).at("/uri")).contains("undefinedfunction");
    }

    private static Sandbox.Outcome run(String body) {
        return new Sandbox(code(body)).run(Optional.empty(), List.of("{}")).get(0);
    }

    private static EdgeCode code(String body) {
        return new EdgeCode("exports.handler = function (event) { " + body + " };");
    }
}
