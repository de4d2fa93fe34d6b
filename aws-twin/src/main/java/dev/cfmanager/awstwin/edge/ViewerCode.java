// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.cloudfront.CloudFront;
import dev.cfmanager.awstwin.javascript.Outcome;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.Optional;

/** Runs the code of viewer events: a CloudFront function or a Lambda@Edge function, never both. */
final class ViewerCode {
    private final CloudFront cloudFront;
    private final LambdaAtEdge lambda;

    ViewerCode(CloudFront cloudFront, LambdaAtEdge lambda) {
        this.cloudFront = cloudFront;
        this.lambda = lambda;
    }

    Verdict onRequest(TwinRequest request, Origin origin, EdgeContext context) {
        Optional<XmlElement> own = association(context.behavior(), "viewer-request");
        if (own.isPresent()) {
            JsonNode returned = run(own.get(), FunctionEvents.request(request, context));
            return returned.has("statusCode")
                    ? new Verdict.Answer(FunctionEvents.readResponse(returned, new byte[0]))
                    : new Verdict.Proceed(FunctionEvents.readRequest(returned, request), origin);
        }
        return LambdaAtEdge.association(context.behavior(), "viewer-request")
                .map(association -> lambda.onRequest(association, "viewer-request", request, origin, context))
                .orElseGet(() -> new Verdict.Proceed(request, origin));
    }

    TwinResponse onResponse(TwinRequest request, TwinResponse response, EdgeContext context) {
        Optional<XmlElement> own = association(context.behavior(), "viewer-response");
        if (own.isPresent()) {
            JsonNode returned = run(own.get(), FunctionEvents.response(request, response, context));
            return FunctionEvents.readResponse(returned, response.body());
        }
        return LambdaAtEdge.association(context.behavior(), "viewer-response")
                .map(association -> lambda.onResponse(association, "viewer-response", request, null, response, context))
                .orElse(response);
    }

    private JsonNode run(XmlElement association, String event) {
        String arn = association.textAt("FunctionARN");
        Outcome outcome = cloudFront
                .runFunction(arn, event)
                .orElseThrow(() -> EdgeCodeException.failed("Function", "The function does not exist: " + arn));
        if (outcome.failed()) {
            throw EdgeCodeException.failed("Function", outcome.error());
        }
        return Json.parse(outcome.value());
    }

    private static Optional<XmlElement> association(XmlElement behavior, String eventType) {
        return behavior.itemsAt("FunctionAssociations").stream()
                .filter(association -> association.textAt("EventType").equals(eventType))
                .findFirst();
    }
}
