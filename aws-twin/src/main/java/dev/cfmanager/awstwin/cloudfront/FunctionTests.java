// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cfmanager.awstwin.cloudfront.CloudFrontFunction.Version;
import dev.cfmanager.awstwin.javascript.Outcome;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs a function on an event that the caller made up.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_TestFunction.html">TestFunction</a>
 */
final class FunctionTests {
    private static final String ONE = "function/{Name}";
    private static final int EVENT_BYTES = 40_960;
    private static final JsonMapper JSON = new JsonMapper();

    private final Functions functions;
    private final FunctionRuntime runtime;

    FunctionTests(Functions functions, FunctionRuntime runtime) {
        this.functions = functions;
        this.runtime = runtime;
    }

    void addTo(Routes routes) {
        routes.on("POST", ONE + "/test", "TestFunction", ONE, this::test);
    }

    private TwinResponse test(Exchange exchange) {
        XmlElement request = exchange.body("TestFunctionRequest");
        String stage = request.textAt("Stage").isEmpty() ? CloudFrontFunction.DEVELOPMENT : request.textAt("Stage");
        CloudFrontFunction function = functions.require(exchange);
        Version version = function.stage(stage)
                .orElseThrow(() -> Refusals.notFound("NoSuchFunctionExists", "The function does not exist."));
        exchange.requireMatch(version.etag());
        Outcome outcome = runtime.run(version, event(request));
        List<XmlElement> members = new ArrayList<>();
        members.add(functions.show(function, stage));
        members.add(XmlElement.of("ComputeUtilization", "1"));
        members.add(XmlElement.of(
                "FunctionExecutionLogs",
                outcome.log().stream()
                        .map(line -> XmlElement.of("member", line))
                        .toList()));
        String problem = problem(outcome);
        members.add(XmlElement.of("FunctionErrorMessage", problem));
        members.add(XmlElement.of("FunctionOutput", problem.isEmpty() ? output(outcome.value()) : ""));
        return Answers.ok(XmlElement.of("TestResult", members));
    }

    /** The event as JSON, of a shape that the runtime can hand over. */
    private static String event(XmlElement request) {
        byte[] event = Functions.decoded(request.textAt("EventObject"), "EventObject");
        String text = new String(event, StandardCharsets.UTF_8);
        if (event.length > EVENT_BYTES || !parse(text).isObject()) {
            throw Refusals.invalidArgument("The parameter EventObject must be a JSON object of at most 40 KB.");
        }
        return text;
    }

    private static String problem(Outcome outcome) {
        if (outcome.failed()) {
            return "The CloudFront function associated with the CloudFront distribution is invalid or could not run. "
                    + outcome.error();
        }
        return outcome.value().startsWith("{")
                ? ""
                : "The CloudFront function returned an invalid value: response.statusCode or request.uri is missing.";
    }

    private static String output(String returned) {
        JsonNode value = parse(returned);
        try {
            return JSON.writeValueAsString(Map.of(value.has("statusCode") ? "response" : "request", value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw Refusals.invalidArgument("The parameter EventObject is not JSON: " + notJson.getOriginalMessage());
        }
    }
}
