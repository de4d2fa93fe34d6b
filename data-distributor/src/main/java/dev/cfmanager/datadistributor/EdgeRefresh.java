// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import dev.cfmanager.common.error.AwsErrorRules;
import dev.cfmanager.common.json.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;

/** Tells CloudFront's edge to forget exactly the paths that changed. */
final class EdgeRefresh {
    private final CloudFrontClient cloudFront;
    private final Settings settings;
    private final AwsErrorRules errors;

    EdgeRefresh(CloudFrontClient cloudFront, Settings settings, AwsErrorRules errors) {
        this.cloudFront = cloudFront;
        this.settings = settings;
        this.errors = errors;
    }

    /**
     * Creates one invalidation; the run's id is its caller reference, so a repeated call makes no second one.
     *
     * @return CloudFront's id of it; empty when no distribution is configured or nothing changed
     */
    Optional<String> refresh(String runId, List<String> files) {
        if (settings.distributionId().isEmpty() || files.isEmpty()) {
            return Optional.empty();
        }
        List<String> paths =
                files.stream().map(file -> path(settings.targetKey(file))).toList();
        return Optional.of(errors.call(() -> cloudFront
                .createInvalidation(request -> request.distributionId(
                                settings.distributionId().get())
                        .invalidationBatch(batch -> batch.callerReference(runId)
                                .paths(list -> list.quantity(paths.size()).items(paths))))
                .invalidation()
                .id()));
    }

    /** CloudFront wants paths percent-encoded where they are not plain ASCII. */
    static String path(String key) {
        try {
            return new URI(null, null, "/" + key, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(
                    "a key always makes a path: " + Json.object().put("key", key), e);
        }
    }
}
