// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The functions a behaviour runs: Lambda@Edge and CloudFront Functions, at most one for each event, and of viewer events
 * only one of the two kinds.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html">Restrictions on edge functions</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html">Restrictions on Lambda@Edge</a>
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_LambdaFunctionAssociation.html">LambdaFunctionAssociation</a>
 */
final class EdgeCode implements ConfigRule {
    private static final Pattern LAMBDA =
            Pattern.compile("arn:aws:lambda:([a-z0-9-]+):\\d{12}:function:[A-Za-z0-9_-]{1,64}(?::(.+))?");
    private static final Pattern FUNCTION = Pattern.compile("arn:aws:cloudfront::\\d{12}:function/[A-Za-z0-9_-]{1,64}");
    private static final List<String> VIEWER_EVENTS = List.of("viewer-request", "viewer-response");
    private static final List<String> EVENTS =
            List.of("viewer-request", "viewer-response", "origin-request", "origin-response");

    @Override
    public void apply(ConfigDraft draft) {
        Checks checks = new Checks(draft.problems());
        for (Part behavior : Part.behaviors(draft.config())) {
            Set<String> lambdaEvents = new HashSet<>();
            behavior.items("LambdaFunctionAssociations").forEach(each -> lambda(each, lambdaEvents, checks));
            Set<String> functionEvents = new HashSet<>();
            behavior.items("FunctionAssociations").forEach(each -> function(each, functionEvents, checks));
            if (!functionEvents.isEmpty() && VIEWER_EVENTS.stream().anyMatch(lambdaEvents::contains)) {
                checks.problem(
                        behavior,
                        "FunctionAssociations",
                        "cannot be combined with Lambda@Edge functions for viewer events");
            }
        }
    }

    private static void lambda(Part association, Set<String> events, Checks checks) {
        event(association, EVENTS, events, checks);
        if (association.node().path("IncludeBody").asBoolean()
                && !association.text("EventType").endsWith("-request")) {
            checks.problem(association, "IncludeBody", "can be used for viewer-request and origin-request only");
        }
        Matcher arn = LAMBDA.matcher(association.text("LambdaFunctionARN"));
        if (!arn.matches()) {
            checks.problem(association, "LambdaFunctionARN", "must be the ARN of a Lambda function's version");
        } else if (!arn.group(1).equals("us-east-1")) {
            checks.problem(association, "LambdaFunctionARN", "must be in us-east-1, where CloudFront looks");
        } else if (arn.group(2) == null || !arn.group(2).matches("\\d+")) {
            checks.problem(
                    association, "LambdaFunctionARN", "must end with a version number, not with $LATEST or an alias");
        }
    }

    private static void function(Part association, Set<String> events, Checks checks) {
        event(association, VIEWER_EVENTS, events, checks);
        if (!FUNCTION.matcher(association.text("FunctionARN")).matches()) {
            checks.problem(association, "FunctionARN", "must be the ARN of a CloudFront function");
        }
    }

    private static void event(Part association, List<String> allowed, Set<String> seen, Checks checks) {
        String event = association.text("EventType");
        checks.required(association, "EventType", allowed);
        if (allowed.contains(event) && !seen.add(event)) {
            checks.problem(association, "EventType", "has a function already: a behaviour runs one for each event");
        }
    }
}
