// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.cloudfront;

import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.InvalidationList;
import software.amazon.awssdk.services.cloudfront.model.NoSuchInvalidationException;
import software.amazon.awssdk.services.cloudfront.model.TooManyInvalidationsInProgressException;

/**
 * Invalidations at CloudFront. Thread-safe. Every method takes CloudFront's id of the distribution, and fails with {@link
 * OperationException} by {@link CloudFrontErrors}: NOT_FOUND when CloudFront has no such distribution.
 */
public final class CloudFrontInvalidations {
    private final CloudFrontClient cloudFront;

    /** CloudFront of this environment. */
    public CloudFrontInvalidations(ExecutionEnvironment environment) {
        this.cloudFront = environment.aws().cloudFront();
    }

    /**
     * Invalidates paths. The same reference with the same paths is the same invalidation, however often it is sent.
     *
     * @return the invalidation; empty, with nothing done, when too many are in progress for the distribution
     * @throws OperationException CONFLICT when the reference was used for other paths
     * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateInvalidation.html">CreateInvalidation</a>
     */
    public Optional<LiveInvalidation> create(String cloudfrontId, String callerReference, List<String> paths) {
        return CloudFrontErrors.RULES.call(() -> {
            try {
                return Optional.of(LiveInvalidation.of(cloudFront
                        .createInvalidation(create -> create.distributionId(cloudfrontId)
                                .invalidationBatch(batch -> batch.callerReference(callerReference)
                                        .paths(list ->
                                                list.quantity(paths.size()).items(paths))))
                        .invalidation()));
            } catch (TooManyInvalidationsInProgressException tooMany) {
                return Optional.empty();
            }
        });
    }

    /** The invalidation of that id; empty when the distribution has none. */
    public Optional<LiveInvalidation> find(String cloudfrontId, String invalidationId) {
        return CloudFrontErrors.RULES.call(() -> {
            try {
                return Optional.of(LiveInvalidation.of(cloudFront
                        .getInvalidation(get -> get.distributionId(cloudfrontId).id(invalidationId))
                        .invalidation()));
            } catch (NoSuchInvalidationException none) {
                return Optional.empty();
            }
        });
    }

    /**
     * Some of a distribution's invalidations, the newest first.
     *
     * @param after id of the last one of the page before; empty for the first page
     * @param most 1 to 100
     */
    public InvalidationList list(String cloudfrontId, String after, int most) {
        return CloudFrontErrors.RULES.call(() -> cloudFront
                .listInvalidations(list -> list.distributionId(cloudfrontId)
                        .marker(after.isEmpty() ? null : after)
                        .maxItems(String.valueOf(most)))
                .invalidationList());
    }
}
