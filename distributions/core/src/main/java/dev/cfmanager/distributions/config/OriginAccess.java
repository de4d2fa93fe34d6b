// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import dev.cfmanager.origins.S3Host;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How CloudFront proves to an origin that it is CloudFront: by an origin access control (OAC), which signs requests, or
 * by an origin access identity (OAI); never by both, and only where the origin understands it.
 *
 * <p>The signature of an OAC covers the host that the distribution names. A function that the distribution runs before it
 * asks the origin, and that sends the request to another host, therefore breaks it: our own multi-origin functions do
 * that, and work with an OAI only. What somebody else's function does nobody can tell from outside.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html">Restricting access to S3</a>
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginAccessControlConfig.html">Origins that an access control can sign for</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html">The origin in an event, authMethod</a>
 */
final class OriginAccess implements ConfigRule {
    /** A bucket's REST host: global, regional or dual-stack. CloudFront takes no other one as a bucket. */
    private static final Pattern BUCKET =
            Pattern.compile("[a-z0-9][a-z0-9.-]*\\.s3([.-](dualstack\\.)?[a-z]{2}(-[a-z]+)+-\\d)?\\.amazonaws\\.com");

    private static final Pattern IDENTITY = Pattern.compile("origin-access-identity/cloudfront/[A-Za-z0-9]+");

    /** Hosts of Lambda function URLs, MediaStore containers and MediaPackage channels: CloudFront signs for them, too. */
    private static final Pattern SIGNABLE = Pattern.compile("[^.]+\\.lambda-url\\.[a-z0-9-]+\\.on\\.aws"
            + "|[^.]+\\.data\\.mediastore\\.[a-z0-9-]+\\.amazonaws\\.com"
            + "|.+\\.mediapackagev2\\.[a-z0-9-]+\\.amazonaws\\.com");

    private static final String MULTI_ORIGIN_FUNCTION = "-multi-origin-func-";

    @Override
    public void apply(ConfigDraft draft) {
        Checks checks = new Checks(draft.problems());
        Map<String, Part> signed = new HashMap<>();
        for (Part origin : Part.origins(draft.config())) {
            one(origin, checks);
            if (!origin.text("OriginAccessControlId").isEmpty()) {
                signed.put(origin.text("Id"), origin);
            }
        }
        for (Part behavior : Part.behaviors(draft.config())) {
            if (signed.containsKey(behavior.text("TargetOriginId"))) {
                behavior.items("LambdaFunctionAssociations").stream()
                        .filter(OriginAccess::choosesOrigin)
                        .forEach(association -> checks.problem(
                                association,
                                "LambdaFunctionARN",
                                "sends requests to other hosts than the origin access control of origin "
                                        + behavior.text("TargetOriginId")
                                        + " signs for: create the distribution with isMultiOrigin instead"));
            }
        }
    }

    private static void one(Part origin, Checks checks) {
        String control = origin.text("OriginAccessControlId");
        String identity = origin.child("S3OriginConfig")
                .map(s3 -> s3.text("OriginAccessIdentity"))
                .orElse("");
        String host = origin.text("DomainName");
        boolean bucket = BUCKET.matcher(host).matches();
        if (origin.node().has("S3OriginConfig") && !bucket) {
            checks.problem(
                    origin,
                    "DomainName",
                    "must be a bucket's host, such as my-bucket.s3.eu-west-1.amazonaws.com, beside S3OriginConfig");
        }
        if (!identity.isEmpty() && !IDENTITY.matcher(identity).matches()) {
            checks.problem(
                    origin,
                    "S3OriginConfig/OriginAccessIdentity",
                    "must have the form origin-access-identity/cloudfront/<id>");
        }
        if (control.isEmpty()) {
            return;
        }
        if (!identity.isEmpty()) {
            checks.problem(
                    origin,
                    "OriginAccessControlId",
                    "cannot be used together with an origin access identity: send only one of them");
        }
        if (S3Host.parse(host).filter(S3Host::website).isPresent()) {
            checks.problem(
                    origin,
                    "OriginAccessControlId",
                    "cannot be used with a website endpoint, which takes no signed requests: name the bucket's own host");
        } else if (!bucket && !SIGNABLE.matcher(host).matches()) {
            checks.problem(
                    origin,
                    "OriginAccessControlId",
                    "can be used with a bucket, a Lambda function URL, MediaStore or MediaPackage only");
        }
    }

    private static boolean choosesOrigin(Part association) {
        return association.text("EventType").equals("origin-request")
                && association.text("LambdaFunctionARN").contains(MULTI_ORIGIN_FUNCTION);
    }
}
