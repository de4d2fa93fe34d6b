// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.config.MultiOriginConfig;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The steps in which a multi-origin distribution comes to be, for people who wait: each is done once its fact is known. */
enum CreationSteps {
    /** The origin access identity exists. */
    IDENTITY(distribution -> distribution.oaiId().isPresent()),
    /** Lambda has the edge function. */
    FUNCTION(distribution -> distribution.lambdaEdgeFunctionName().isPresent()),
    /** The function's version is active and the configuration names it. */
    VERSION(distribution -> MultiOriginConfig.isComplete(distribution.config())),
    /** CloudFront has the distribution. */
    DISTRIBUTION(distribution -> distribution.cloudfrontId().isPresent()),
    /** Every bucket lets the identity read. */
    POLICIES(distribution -> distribution.cloudfrontId().isPresent()
            && distribution.missingGrants().isEmpty()),
    /** The edge has it. */
    DEPLOYMENT(distribution -> distribution.status() == DistributionStatus.DEPLOYED);

    private final Predicate<Distribution> done;

    CreationSteps(Predicate<Distribution> done) {
        this.done = done;
    }

    /** The times at which steps were done, with those that are done since now. */
    static Map<String, String> times(Distribution distribution, Instant now) {
        Map<String, String> times = new TreeMap<>(distribution.stepTimes());
        for (CreationSteps step : values()) {
            if (distribution.multiOrigin() && step.done.test(distribution)) {
                times.putIfAbsent(step.word(), Json.time(now));
            }
        }
        return times;
    }

    /**
     * All steps in order, {@code {"name", "state", "at"}}: {@code done} with its time, then one {@code in_progress} or
     * {@code failed}, then {@code pending}.
     */
    static ArrayNode toJson(Distribution distribution) {
        ArrayNode steps = Json.array();
        boolean reached = true;
        for (CreationSteps step : values()) {
            String at = distribution.stepTimes().get(step.word());
            ObjectNode json = steps.addObject().put("name", step.word());
            if (at != null) {
                json.put("state", "done").put("at", at);
            } else if (reached) {
                json.put("state", distribution.status() == DistributionStatus.FAILED ? "failed" : "in_progress");
                reached = false;
            } else {
                json.put("state", "pending");
            }
        }
        return steps;
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
