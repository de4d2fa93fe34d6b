// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins.create;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.Hashes;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Fields;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.origins.BucketName;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.OriginFields;
import dev.cfmanager.origins.Website;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.regions.Region;

/**
 * What a client asked for: {@code name}, {@code bucketName}, {@code region}, {@code existing}, {@code isWebsiteEnabled},
 * {@code websiteConfiguration}, {@code corsConfiguration}, {@code missingObjects}, {@code allowPublicRead},
 * {@code tags}, {@code kind}.
 *
 * @param region the region asked for; empty when none was named
 * @param existing whether to attach a bucket that is there instead of making one
 */
record OriginSpec(
        String name,
        String bucketName,
        Optional<String> region,
        boolean existing,
        Optional<Website> website,
        Optional<ObjectNode> cors,
        boolean missingObjectsAre404,
        boolean publicRead,
        Map<String, String> tags) {
    private static final int MOST_REGION_CHARACTERS = 32;

    /**
     * Reads a request's body.
     *
     * @throws OperationException VALIDATION_ERROR with everything that is unfit, each under its field's name
     */
    static OriginSpec read(ExecutionEnvironment environment, Fields body) {
        OriginFields fields = new OriginFields(environment, body);
        boolean existing = body.bool("existing").orElse(false);
        Map<String, String> tags = fields.tags();
        if (existing && !tags.isEmpty()) {
            body.problem("tags", "are for buckets made here; an existing bucket keeps its own");
        }
        if (!body.optionalText("kind", MOST_REGION_CHARACTERS).orElse(Origin.S3).equals(Origin.S3)) {
            body.problem("kind", "can only be \"" + Origin.S3 + "\" so far");
        }
        OriginSpec spec = new OriginSpec(
                fields.name(),
                bucketName(environment, body),
                region(environment, body),
                existing,
                website(fields, body),
                fields.cors(),
                fields.missingObjectsAre404().orElse(false),
                fields.publicRead().orElse(false),
                tags);
        body.problems().throwIfAny("Invalid origin");
        return spec;
    }

    /** A hash of all of it: two requests with the same one want the same origin. */
    String hash() {
        ObjectNode json = Json.object()
                .put("name", name)
                .put("bucketName", bucketName)
                .put("region", region.orElse(null))
                .put("existing", existing)
                .put("missingObjectsAre404", missingObjectsAre404)
                .put("publicRead", publicRead);
        website.ifPresent(documents -> json.set("website", documents.toJson()));
        cors.ifPresent(rules -> json.set("cors", rules));
        tags.forEach(json.putObject("tags")::put);
        return Hashes.sha256(Json.canonical(json));
    }

    private static String bucketName(ExecutionEnvironment environment, Fields body) {
        String name = body.text("bucketName", 255);
        String prefix = environment.env().get(EnvironmentVariable.BUCKET_NAME_PREFIX, "");
        if (!name.isEmpty()) {
            Optional<String> problem = BucketName.problem(name);
            if (problem.isPresent()) {
                body.problem("bucketName", problem.get());
            } else if (!name.startsWith(prefix)) {
                body.problem("bucketName", "must begin with " + prefix + " in this deployment");
            }
        }
        return name;
    }

    private static Optional<String> region(ExecutionEnvironment environment, Fields body) {
        Optional<String> region =
                body.optionalText("region", MOST_REGION_CHARACTERS).filter(text -> !text.isEmpty());
        String partition = partition(Region.of(environment.aws().stackRegion()));
        if (region.isPresent()
                && Region.regions().stream()
                        .noneMatch(known -> known.id().equals(region.get())
                                && !known.isGlobalRegion()
                                && partition(known).equals(partition))) {
            body.problem("region", "is not a region of AWS that this manager can reach");
        }
        return region;
    }

    private static String partition(Region region) {
        return region.metadata().partition().id();
    }

    private static Optional<Website> website(OriginFields fields, Fields body) {
        Optional<Website> configured = fields.website();
        boolean enabled = body.bool("isWebsiteEnabled").orElse(configured.isPresent());
        return enabled ? configured.or(() -> Optional.of(Website.DEFAULT)) : Optional.empty();
    }
}
