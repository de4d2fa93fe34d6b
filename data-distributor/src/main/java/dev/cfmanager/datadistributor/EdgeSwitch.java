// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import dev.cfmanager.common.error.AwsErrorRules;
import dev.cfmanager.common.error.ErrorKind;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.DescribeFunctionResponse;
import software.amazon.awssdk.services.cloudfront.model.FunctionRuntime;
import software.amazon.awssdk.services.cloudfront.model.FunctionStage;
import software.amazon.awssdk.services.cloudfront.model.FunctionSummary;
import software.amazon.awssdk.services.cloudfront.model.InvalidIfMatchVersionException;
import software.amazon.awssdk.services.cloudfront.model.NoSuchFunctionExistsException;
import software.amazon.awssdk.services.cloudfront.model.PreconditionFailedException;

/**
 * The CloudFront function that sends readers of the published paths to one set. Its code names the set, so publishing it
 * is what moves readers to another one: in one call, for all files. Its comment names the set as well, to be read without
 * the code.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/publish-function.html">Publish functions</a>
 */
final class EdgeSwitch {
    private static final String COMMENT = "Data set ";
    private static final int TRIES = 3;

    private final CloudFrontClient cloudFront;
    private final Settings settings;
    private final AwsErrorRules errors;

    EdgeSwitch(CloudFrontClient cloudFront, Settings settings, AwsErrorRules errors) {
        this.cloudFront = cloudFront;
        this.settings = settings;
        this.errors = errors;
    }

    /** Where readers are sent now. */
    Position position() {
        try {
            FunctionSummary live = cloudFront
                    .describeFunction(request -> request.name(name()).stage(FunctionStage.LIVE))
                    .functionSummary();
            if ("UNASSOCIATED".equals(live.status())) {
                return new Position(
                        Optional.empty(),
                        Optional.of(new Unfit(
                                "SwitchNotAssociated",
                                "no distribution runs the switch function " + name()
                                        + ", so readers would not get the set: associate it with viewer requests of the"
                                        + " behavior that serves the published paths")));
            }
            String comment = live.functionConfig().comment();
            return new Position(
                    comment.startsWith(COMMENT) ? Optional.of(comment.substring(COMMENT.length())) : Optional.empty(),
                    Optional.empty());
        } catch (SdkException e) {
            return new Position(Optional.empty(), Optional.of(refusal(e)));
        }
    }

    /**
     * Sends readers to a set. Each try reads the function's ETag first, asks then whether we still may, and changes and
     * publishes exactly that version: a worker that was taken over either hears so or comes with an old ETag, because who
     * took over changes the function before publishing it.
     *
     * @param mayStill whether this worker is still the one at work
     * @return why readers stay where they are; empty when they are sent to the set
     */
    Optional<Unfit> to(String setId, BooleanSupplier mayStill) {
        String code = SwitchCode.of(settings, setId);
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            try {
                DescribeFunctionResponse edited = cloudFront.describeFunction(
                        request -> request.name(name()).stage(FunctionStage.DEVELOPMENT));
                if (!mayStill.getAsBoolean()) {
                    return Optional.of(new Unfit("LeaseLost", "another run took over; it publishes this set"));
                }
                String etag = cloudFront
                        .updateFunction(request -> request.name(name())
                                .ifMatch(edited.eTag())
                                .functionConfig(config ->
                                        config.comment(COMMENT + setId).runtime(FunctionRuntime.CLOUDFRONT_JS_2_0))
                                .functionCode(SdkBytes.fromUtf8String(code)))
                        .eTag();
                cloudFront.publishFunction(request -> request.name(name()).ifMatch(etag));
                return Optional.empty();
            } catch (PreconditionFailedException | InvalidIfMatchVersionException changedMeanwhile) {
                continue; // by us, if only the answer was lost
            } catch (SdkException e) {
                return Optional.of(refusal(e));
            }
        }
        return Optional.of(new Unfit(
                "SwitchContended",
                "somebody else keeps changing the switch function " + name()
                        + "; readers stay on the set before, and the" + " next run tries again"));
    }

    private String name() {
        return settings.switchFunction().orElseThrow();
    }

    private Unfit refusal(SdkException failure) {
        if (failure instanceof NoSuchFunctionExistsException) {
            return new Unfit(
                    "SwitchNotFound",
                    "there is no switch function " + name() + ", or it was never published: compare the stack's"
                            + " parameter DataSwitchFunctionName with the function that the distribution has");
        }
        ErrorKind kind = errors.kindOf(failure);
        String after = "; readers stay on the set before, and the next run tries again";
        switch (kind) {
            case AWS_ACCESS_DENIED:
                return new Unfit(
                        "AccessDenied",
                        "CloudFront refuses: the function's role may not describe, change or publish the switch function "
                                + name() + "; deploy with the parameter DataSwitchFunctionName" + after);
            case THROTTLED:
                return new Unfit("Throttled", "CloudFront takes no changes of the function right now" + after);
            default:
                String code = AwsErrorRules.codeOf(failure);
                return new Unfit(
                        code.isEmpty() || kind == ErrorKind.UPSTREAM_ERROR ? "Upstream" : code,
                        "changing the switch function " + name() + ": "
                                + errors.translate(failure).text() + after);
        }
    }

    /**
     * Where readers are sent.
     *
     * @param setId the set; empty when the function names none, as when somebody put other code into it
     * @param problem why it cannot be said
     */
    record Position(Optional<String> setId, Optional<Unfit> problem) {}
}
