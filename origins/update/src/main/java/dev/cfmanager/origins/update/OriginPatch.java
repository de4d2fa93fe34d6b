// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins.update;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Fields;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.OriginFields;
import dev.cfmanager.origins.Website;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a client wants changed: {@code name}, {@code isWebsiteEnabled}, {@code websiteConfiguration},
 * {@code corsConfiguration}, {@code missingObjects}, {@code allowPublicRead}, {@code tags}. The bucket and its region
 * may be named, but only as they are.
 *
 * @param version the version the client saw; empty when it does not care
 * @param bucketName the bucket as the client believes; empty when not said
 * @param region the region as the client believes; empty when not said
 * @param tagged whether tags are among the changes
 * @param changes makes the changes to an origin, and nothing else
 */
record OriginPatch(
        Optional<Long> version,
        Optional<String> bucketName,
        Optional<String> region,
        boolean tagged,
        UnaryOperator<Origin> changes) {
    private static final int MOST = 255;

    /**
     * Reads a request's body.
     *
     * @throws OperationException VALIDATION_ERROR with everything that is unfit, each under its field's name
     */
    static OriginPatch read(ExecutionEnvironment environment, Fields body) {
        OriginFields fields = new OriginFields(environment, body);
        Optional<String> name = body.has("name") ? Optional.of(fields.name()) : Optional.empty();
        Optional<Boolean> missingObjectsAre404 = fields.missingObjectsAre404();
        Optional<Boolean> publicRead = fields.publicRead();
        Map<String, String> tags = fields.tags();
        UnaryOperator<Origin> website = website(fields, body);
        UnaryOperator<Origin> cors = cors(fields, body);
        OriginPatch patch = new OriginPatch(
                body.whole("version", 1, Long.MAX_VALUE),
                body.optionalText("bucketName", MOST),
                body.optionalText("region", MOST),
                body.has("tags"),
                origin -> {
                    Origin.Builder changed = cors.apply(website.apply(origin)).toBuilder();
                    name.ifPresent(changed::name);
                    missingObjectsAre404.ifPresent(changed::missingObjectsAre404);
                    publicRead.ifPresent(changed::publicRead);
                    return (body.has("tags") ? changed.tags(tags) : changed).build();
                });
        body.problems().throwIfAny("Invalid change of an origin");
        return patch;
    }

    /**
     * Checks what can only be checked against the origin itself.
     *
     * @throws OperationException VALIDATION_ERROR when the bucket or region is another; CONFLICT when the client saw an
     *     older version
     */
    void check(Origin origin) {
        if (bucketName.filter(name -> !name.equals(origin.bucketName())).isPresent()) {
            throw OperationException.validation(
                    "bucketName: cannot be changed; this origin's bucket is " + origin.bucketName());
        }
        if (region.filter(name -> !name.equals(origin.region())).isPresent()) {
            throw OperationException.validation(
                    "region: cannot be changed; this origin's bucket is in " + origin.region());
        }
        if (tagged && origin.attached()) {
            throw OperationException.validation("tags: an attached bucket keeps its own tags");
        }
        if (version.filter(seen -> seen != origin.version()).isPresent()) {
            throw OperationException.conflict("Origin " + origin.id() + " was changed by " + origin.updatedBy()
                    + " since version " + version.get() + " and is at version " + origin.version()
                    + " now; read it again and repeat your change.");
        }
    }

    private static UnaryOperator<Origin> website(OriginFields fields, Fields body) {
        Optional<Website> configured = fields.website();
        Optional<Boolean> enabled = body.bool("isWebsiteEnabled");
        boolean removed = body.isNull("websiteConfiguration");
        if (enabled.isEmpty() && configured.isEmpty() && !removed) {
            return origin -> origin;
        }
        boolean on = enabled.orElse(configured.isPresent());
        return origin -> {
            Optional<Website> kept = removed ? Optional.empty() : Website.of(origin);
            Website website = configured.or(() -> kept).orElse(Website.DEFAULT);
            return origin.toBuilder()
                    .websiteEnabled(on)
                    .websiteConfiguration(on ? website.toJson() : null)
                    .build();
        };
    }

    private static UnaryOperator<Origin> cors(OriginFields fields, Fields body) {
        if (!body.has("corsConfiguration")) {
            return origin -> origin;
        }
        ObjectNode rules = fields.cors().orElse(null);
        return origin -> origin.toBuilder().corsConfiguration(rules).build();
    }
}
