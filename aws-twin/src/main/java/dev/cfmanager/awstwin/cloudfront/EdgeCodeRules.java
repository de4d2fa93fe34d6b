// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.XmlElement;
import dev.cfmanager.awstwin.lambda.EdgeFunctions;
import dev.cfmanager.awstwin.lambda.EdgeFunctions.EdgeFunction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What CloudFront refuses in the code that behaviors run: Lambda@Edge functions and CloudFront Functions.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html">Restrictions on edge functions</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html">Restrictions on Lambda@Edge</a>
 */
final class EdgeCodeRules {
    private static final Pattern LAMBDA =
            Pattern.compile("arn:aws:lambda:([a-z0-9-]+):\\d{12}:function:([A-Za-z0-9_-]{1,64})(:(.+))?");
    private static final Set<String> LAMBDA_EVENTS =
            Set.of("viewer-request", "viewer-response", "origin-request", "origin-response");
    private static final Set<String> FUNCTION_EVENTS = Set.of("viewer-request", "viewer-response");

    private final EdgeFunctions lambda;
    private final Predicate<String> liveFunction;
    private final Quotas quotas;

    /** Rules that ask {@code liveFunction} whether the function of an ARN is published. */
    EdgeCodeRules(EdgeFunctions lambda, Predicate<String> liveFunction, Quotas quotas) {
        this.lambda = lambda;
        this.liveFunction = liveFunction;
        this.quotas = quotas;
    }

    void check(XmlElement config) {
        int lambdas = 0;
        int functions = 0;
        for (XmlElement behavior : Behaviors.of(config)) {
            List<XmlElement> lambdaAssociations = behavior.itemsAt("LambdaFunctionAssociations");
            List<XmlElement> functionAssociations = behavior.itemsAt("FunctionAssociations");
            lambdas += lambdaAssociations.size();
            functions += functionAssociations.size();
            Set<String> lambdaEvents = new HashSet<>();
            for (XmlElement association : lambdaAssociations) {
                lambda(association, lambdaEvents);
            }
            Set<String> functionEvents = new HashSet<>();
            for (XmlElement association : functionAssociations) {
                function(association, functionEvents, lambdaEvents);
            }
        }
        quotas.admit(Quota.LAMBDAS_PER_DISTRIBUTION, lambdas);
        quotas.admit(Quota.FUNCTIONS_PER_DISTRIBUTION, functions);
    }

    private void lambda(XmlElement association, Set<String> events) {
        String event = association.textAt("EventType");
        Members.required(association, "EventType", LAMBDA_EVENTS);
        if (!events.add(event)) {
            throw badLambda("A cache behavior can have only one function for the event type " + event + ".");
        }
        if (association.flagAt("IncludeBody") && !event.endsWith("-request")) {
            throw badLambda("IncludeBody can be used for viewer-request and origin-request events only.");
        }
        String arn = association.textAt("LambdaFunctionARN");
        var named = LAMBDA.matcher(arn);
        if (!named.matches()) {
            throw badLambda("The function ARN is not valid. ARN: " + arn);
        }
        if (!"us-east-1".equals(named.group(1))) {
            throw badLambda("The function must be in region 'us-east-1'. ARN: " + arn);
        }
        if (named.group(4) == null || !named.group(4).matches("\\d+")) {
            throw badLambda("The function ARN must reference a specific function version. (The ARN must end with the"
                    + " version number.) ARN: " + arn);
        }
        EdgeFunction function =
                lambda.version(arn).orElseThrow(() -> badLambda("The function does not exist. Function: " + arn));
        if (!function.state().equals("Active")) {
            throw badLambda("The function is in the state " + function.state() + ", not Active. Function: " + arn);
        }
        if (!function.runtime().startsWith("nodejs") && !function.runtime().startsWith("python")) {
            throw badLambda("The runtime " + function.runtime() + " is not supported by Lambda@Edge. Function: " + arn);
        }
        if (function.hasEnvironment()) {
            throw badLambda("The function cannot have environment variables. Function: " + arn);
        }
    }

    private void function(XmlElement association, Set<String> events, Set<String> lambdaEvents) {
        String event = association.textAt("EventType");
        if (!FUNCTION_EVENTS.contains(event)) {
            throw badFunction(
                    "A CloudFront function can be associated with viewer events only, not with " + event + ".");
        }
        if (!events.add(event)) {
            throw badFunction("A cache behavior can have only one function for the event type " + event + ".");
        }
        if (lambdaEvents.contains("viewer-request") || lambdaEvents.contains("viewer-response")) {
            throw badFunction("A cache behavior cannot combine CloudFront functions and Lambda@Edge in viewer events.");
        }
        String arn = association.textAt("FunctionARN");
        if (!liveFunction.test(arn)) {
            throw badFunction("The function does not exist or is not published to the LIVE stage. ARN: " + arn);
        }
    }

    private static AwsError badLambda(String message) {
        return Refusals.badRequest("InvalidLambdaFunctionAssociation", message);
    }

    private static AwsError badFunction(String message) {
        return Refusals.badRequest("InvalidFunctionAssociation", message);
    }
}
