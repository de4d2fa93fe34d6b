// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.cloudfront;

import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import java.util.Optional;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.CloudFrontOriginAccessIdentity;
import software.amazon.awssdk.services.cloudfront.model.CloudFrontOriginAccessIdentityList;
import software.amazon.awssdk.services.cloudfront.model.CloudFrontOriginAccessIdentitySummary;
import software.amazon.awssdk.services.cloudfront.model.GetCloudFrontOriginAccessIdentityResponse;
import software.amazon.awssdk.services.cloudfront.model.NoSuchCloudFrontOriginAccessIdentityException;

/**
 * Origin access identities at CloudFront. Thread-safe. Every method fails with {@link OperationException} by {@link
 * CloudFrontErrors}.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CloudFrontOriginAccessIdentityConfig.html">CallerReference and Comment</a>
 */
public final class OriginAccessIdentities {
    private final CloudFrontClient cloudFront;

    /** CloudFront of this environment. */
    public OriginAccessIdentities(ExecutionEnvironment environment) {
        this.cloudFront = environment.aws().cloudFront();
    }

    /** Creates an identity and gives its id; CloudFront answers the same reference and comment with the same identity. */
    public String createOrFind(String callerReference, String comment) {
        return CloudFrontErrors.RULES.call(() -> cloudFront
                .createCloudFrontOriginAccessIdentity(create -> create.cloudFrontOriginAccessIdentityConfig(
                        config -> config.callerReference(callerReference).comment(comment)))
                .cloudFrontOriginAccessIdentity()
                .id());
    }

    /** The S3 canonical user id by which bucket policies know an identity. */
    public String canonicalUserId(String oaiId) {
        return CloudFrontErrors.RULES.call(() -> cloudFront
                .getCloudFrontOriginAccessIdentity(get -> get.id(oaiId))
                .cloudFrontOriginAccessIdentity()
                .s3CanonicalUserId());
    }

    /** The id of the identity that was created with that reference and comment; empty when there is none. */
    public Optional<String> find(String callerReference, String comment) {
        String marker = "";
        while (true) {
            String from = marker;
            CloudFrontOriginAccessIdentityList page = CloudFrontErrors.RULES.call(() -> cloudFront
                    .listCloudFrontOriginAccessIdentities(
                            list -> list.maxItems("100").marker(from.isEmpty() ? null : from))
                    .cloudFrontOriginAccessIdentityList());
            for (CloudFrontOriginAccessIdentitySummary summary : page.items()) {
                if (summary.comment().equals(comment)
                        && get(summary.id())
                                .filter(found -> isOf(found.cloudFrontOriginAccessIdentity(), callerReference))
                                .isPresent()) {
                    return Optional.of(summary.id());
                }
            }
            if (!page.isTruncated()) {
                return Optional.empty();
            }
            marker = page.nextMarker();
        }
    }

    /** Deletes an identity; one that is gone counts as deleted. CONFLICT while a distribution uses it. */
    public void delete(String oaiId) {
        Optional<GetCloudFrontOriginAccessIdentityResponse> found = get(oaiId);
        if (found.isEmpty()) {
            return;
        }
        CloudFrontErrors.RULES.call(() -> {
            try {
                return cloudFront.deleteCloudFrontOriginAccessIdentity(
                        delete -> delete.id(oaiId).ifMatch(found.get().eTag()));
            } catch (NoSuchCloudFrontOriginAccessIdentityException gone) {
                return null;
            }
        });
    }

    private Optional<GetCloudFrontOriginAccessIdentityResponse> get(String oaiId) {
        return CloudFrontErrors.RULES.call(() -> {
            try {
                return Optional.of(cloudFront.getCloudFrontOriginAccessIdentity(get -> get.id(oaiId)));
            } catch (NoSuchCloudFrontOriginAccessIdentityException gone) {
                return Optional.empty();
            }
        });
    }

    private static boolean isOf(CloudFrontOriginAccessIdentity identity, String callerReference) {
        return identity.cloudFrontOriginAccessIdentityConfig().callerReference().equals(callerReference);
    }
}
