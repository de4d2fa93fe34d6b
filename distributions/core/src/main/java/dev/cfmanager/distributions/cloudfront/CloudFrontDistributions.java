// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.cloudfront;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.distributions.config.ConfigJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.CreateDistributionResponse;
import software.amazon.awssdk.services.cloudfront.model.CreateDistributionWithTagsResponse;
import software.amazon.awssdk.services.cloudfront.model.DistributionAlreadyExistsException;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.DistributionList;
import software.amazon.awssdk.services.cloudfront.model.DistributionNotDisabledException;
import software.amazon.awssdk.services.cloudfront.model.DistributionSummary;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionConfigResponse;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionResponse;
import software.amazon.awssdk.services.cloudfront.model.InvalidIfMatchVersionException;
import software.amazon.awssdk.services.cloudfront.model.NoSuchDistributionException;
import software.amazon.awssdk.services.cloudfront.model.PreconditionFailedException;
import software.amazon.awssdk.services.cloudfront.model.Tag;
import software.amazon.awssdk.services.cloudfront.model.UpdateDistributionRequest;
import software.amazon.awssdk.services.cloudfront.model.UpdateDistributionResponse;

/**
 * Distributions at CloudFront. Thread-safe. Every method fails with {@link OperationException} by {@link
 * CloudFrontErrors}.
 */
public final class CloudFrontDistributions {
    private static final Pattern ID = Pattern.compile("\\bE[0-9A-Z]{8,}\\b");

    private final CloudFrontClient cloudFront;

    /** CloudFront of this environment. */
    public CloudFrontDistributions(ExecutionEnvironment environment) {
        this.cloudFront = environment.aws().cloudFront();
    }

    /**
     * Creates a distribution, or finds the one that an earlier attempt with the same {@code CallerReference} created.
     * CloudFront answers a repeated reference with the first answer or with an error that names the distribution.
     *
     * @throws OperationException CONFLICT when the reference belongs to a distribution that cannot be found
     * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html">CallerReference</a>
     */
    public LiveDistribution createOrFind(ObjectNode config, Map<String, String> tags) {
        DistributionConfig model = ConfigJson.toModel(config);
        return CloudFrontErrors.RULES.call(() -> {
            try {
                return create(model, tags);
            } catch (DistributionAlreadyExistsException exists) {
                return named(String.valueOf(exists.awsErrorDetails().errorMessage()), model.callerReference())
                        .or(() -> findByCallerReference(model.callerReference(), summary -> true))
                        .orElseThrow(() -> exists);
            }
        });
    }

    /** The distribution of that CloudFront id; empty when CloudFront has none. */
    public Optional<LiveDistribution> find(String cloudfrontId) {
        return CloudFrontErrors.RULES.call(() -> {
            try {
                GetDistributionResponse got = cloudFront.getDistribution(get -> get.id(cloudfrontId));
                return Optional.of(LiveDistribution.of(got.distribution(), got.eTag()));
            } catch (NoSuchDistributionException gone) {
                return Optional.empty();
            }
        });
    }

    /** The distribution that was created from that configuration; empty when CloudFront has none. */
    public Optional<LiveDistribution> findCreated(ObjectNode config) {
        DistributionConfig wanted = ConfigJson.toModel(config);
        return findByCallerReference(
                wanted.callerReference(),
                summary -> summary.comment().equals(wanted.comment())
                        && summary.origins().items().size()
                                == wanted.origins().items().size());
    }

    /** Lists do not show the reference, so every candidate is read. */
    private Optional<LiveDistribution> findByCallerReference(
            String callerReference, Predicate<DistributionSummary> candidate) {
        String marker = "";
        while (true) {
            String from = marker;
            DistributionList page = CloudFrontErrors.RULES.call(() -> cloudFront
                    .listDistributions(list -> list.maxItems("100").marker(from.isEmpty() ? null : from))
                    .distributionList());
            for (DistributionSummary summary : page.items()) {
                Optional<LiveDistribution> found = candidate.test(summary)
                        ? find(summary.id())
                                .filter(live -> live.callerReference().equals(callerReference))
                        : Optional.empty();
                if (found.isPresent()) {
                    return found;
                }
            }
            if (!page.isTruncated()) {
                return Optional.empty();
            }
            marker = page.nextMarker();
        }
    }

    /** The configuration of that distribution; empty when CloudFront has none. */
    public Optional<LiveConfig> config(String cloudfrontId) {
        return CloudFrontErrors.RULES.call(() -> {
            try {
                Bodies.Kept kept = new Bodies.Kept();
                GetDistributionConfigResponse got = cloudFront.getDistributionConfig(
                        get -> get.id(cloudfrontId).overrideConfiguration(kept.configuration()));
                return Optional.of(new LiveConfig(
                        ConfigJson.toJson(got.distributionConfig()), got.eTag(), UnknownMembers.in(kept.text())));
            } catch (NoSuchDistributionException gone) {
                return Optional.empty();
            }
        });
    }

    /**
     * Replaces the configuration that was read before, and nothing newer. Members of it that the SDK does not model are
     * sent back as they came.
     *
     * @return the distribution; empty, with nothing written, when its configuration has changed since it was read
     */
    public Optional<LiveDistribution> update(String cloudfrontId, LiveConfig before, ObjectNode config) {
        UpdateDistributionRequest.Builder request = UpdateDistributionRequest.builder()
                .id(cloudfrontId)
                .ifMatch(before.etag())
                .distributionConfig(ConfigJson.toModel(config));
        if (!before.unknown().isEmpty()) {
            request.overrideConfiguration(Bodies.rewritten(before.unknown()::addTo));
        }
        return CloudFrontErrors.RULES.call(() -> {
            try {
                UpdateDistributionResponse updated = cloudFront.updateDistribution(request.build());
                return Optional.of(LiveDistribution.of(updated.distribution(), updated.eTag()));
            } catch (PreconditionFailedException | InvalidIfMatchVersionException stale) {
                return Optional.empty();
            }
        });
    }

    /** Gives a distribution these tags, beside and over those it has. */
    public void tag(String arn, Map<String, String> tags) {
        CloudFrontErrors.RULES.call(
                () -> cloudFront.tagResource(tag -> tag.resource(arn).tags(all -> all.items(items(tags)))));
    }

    /** Takes the tags with these keys from a distribution; one that it does not have counts as taken. */
    public void untag(String arn, List<String> keys) {
        CloudFrontErrors.RULES.call(
                () -> cloudFront.untagResource(untag -> untag.resource(arn).tagKeys(all -> all.items(keys))));
    }

    /**
     * Deletes a distribution as it was seen.
     *
     * @return whether it is gone; false when it is still enabled or being deployed, or has changed since it was seen
     */
    public boolean delete(LiveDistribution seen) {
        return CloudFrontErrors.RULES.call(() -> {
            try {
                cloudFront.deleteDistribution(delete -> delete.id(seen.id()).ifMatch(seen.etag()));
                return true;
            } catch (NoSuchDistributionException gone) {
                return true;
            } catch (PreconditionFailedException
                    | InvalidIfMatchVersionException
                    | DistributionNotDisabledException notNow) {
                return false;
            }
        });
    }

    private LiveDistribution create(DistributionConfig config, Map<String, String> tags) {
        if (tags.isEmpty()) {
            CreateDistributionResponse created =
                    cloudFront.createDistribution(create -> create.distributionConfig(config));
            return LiveDistribution.of(created.distribution(), created.eTag());
        }
        CreateDistributionWithTagsResponse created =
                cloudFront.createDistributionWithTags(create -> create.distributionConfigWithTags(
                        with -> with.distributionConfig(config).tags(all -> all.items(items(tags)))));
        return LiveDistribution.of(created.distribution(), created.eTag());
    }

    private static List<Tag> items(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private Optional<LiveDistribution> named(String message, String callerReference) {
        Matcher id = ID.matcher(message);
        return id.find()
                ? find(id.group()).filter(live -> live.callerReference().equals(callerReference))
                : Optional.empty();
    }
}
