// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.javascript.JavaScript;
import dev.cfmanager.awstwin.javascript.Outcome;
import dev.cfmanager.awstwin.javascript.Program;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import dev.cfmanager.awstwin.lambda.EdgeFunctions;
import dev.cfmanager.awstwin.lambda.EdgeFunctions.EdgeFunction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the Lambda@Edge functions of a behavior: the JavaScript in the deployment package of the associated version, in
 * the region of the viewer's regional cache ({@code process.env.AWS_REGION}).
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-the-edge.html">Lambda@Edge</a>
 */
final class LambdaAtEdge {
    /** AWS gives 5 seconds to viewer events and 30 to origin events; real time here, for any machine. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final int MEMORY = 128 << 20;

    private final EdgeFunctions functions;
    private final JavaScript javaScript = new JavaScript(LIMIT, MEMORY);

    LambdaAtEdge(EdgeFunctions functions) {
        this.functions = functions;
    }

    /** The behavior's function for an event; empty when it has none. */
    static Optional<XmlElement> association(XmlElement behavior, String eventType) {
        return behavior.itemsAt("LambdaFunctionAssociations").stream()
                .filter(association -> association.textAt("EventType").equals(eventType))
                .findFirst();
    }

    /** What the function of a request event makes of the request. */
    Verdict onRequest(XmlElement association, String type, TwinRequest request, Origin origin, EdgeContext context) {
        boolean viewerEvent = type.startsWith("viewer");
        JsonNode returned = invoke(
                association,
                LambdaEvents.event(
                        type, request, viewerEvent ? null : origin, null, context, association.flagAt("IncludeBody")),
                context);
        if (returned.has("status")) {
            return new Verdict.Answer(LambdaEvents.readResponse(returned, new byte[0]));
        }
        if (!returned.has("uri")) {
            throw LambdaEvents.invalid("it returned neither a request nor a response");
        }
        TwinRequest changed = LambdaEvents.readRequest(returned, request);
        return new Verdict.Proceed(changed, viewerEvent ? origin : LambdaEvents.readOrigin(returned, origin));
    }

    /** What the function of a response event makes of the response. */
    TwinResponse onResponse(
            XmlElement association,
            String type,
            TwinRequest request,
            @Nullable Origin origin,
            TwinResponse response,
            EdgeContext context) {
        JsonNode returned =
                invoke(association, LambdaEvents.event(type, request, origin, response, context, false), context);
        if (!returned.has("status")) {
            throw LambdaEvents.invalid("it returned no response");
        }
        return LambdaEvents.readResponse(returned, response.body());
    }

    private JsonNode invoke(XmlElement association, String event, EdgeContext context) {
        String arn = association.textAt("LambdaFunctionARN");
        EdgeFunction function = functions
                .version(arn)
                .orElseThrow(() -> EdgeCodeException.failed("Lambda", "The function does not exist: " + arn));
        if (!function.runtime().startsWith("nodejs")) {
            throw EdgeCodeException.failed("Lambda", "The twin runs JavaScript only, not " + function.runtime() + ".");
        }
        List<String> parts = List.of(arn.split(":"));
        Outcome outcome = javaScript.call(Program.lambda(
                source(function),
                function.handler(),
                event,
                Map.of(
                        "AWS_REGION",
                        context.viewer().edgeRegion(),
                        "AWS_LAMBDA_FUNCTION_NAME",
                        "us-east-1." + parts.get(6),
                        "AWS_LAMBDA_FUNCTION_VERSION",
                        parts.get(7),
                        "AWS_EXECUTION_ENV",
                        "AWS_Lambda_" + function.runtime())));
        if (outcome.failed()) {
            throw EdgeCodeException.failed("Lambda", outcome.error());
        }
        return Json.parse(outcome.value());
    }

    /** The module that the handler names: {@code index.handler} is in {@code index.js}, {@code .mjs} or {@code .cjs}. */
    private static String source(EdgeFunction function) {
        String handler = function.handler();
        String module = handler.contains(".") ? handler.substring(0, handler.lastIndexOf('.')) : handler;
        List<String> names = List.of(module + ".js", module + ".mjs", module + ".cjs");
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(function.zip()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (names.contains(entry.getName())) {
                    return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        } catch (IOException broken) {
            throw EdgeCodeException.failed("Lambda", "The deployment package is no zip: " + broken.getMessage());
        }
        throw EdgeCodeException.failed("Lambda", "Cannot find module '" + module + "'");
    }
}
