// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import dev.cfmanager.common.config.Env;
import dev.cfmanager.common.config.EnvironmentVariable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * From where to where, and how.
 *
 * @param source bucket the fetcher writes to
 * @param sourceRegion its region
 * @param sourcePrefix prefix of the fetcher's current files; empty, or ending in a slash
 * @param target website bucket; empty when the feature is off
 * @param targetRegion its region
 * @param targetPrefix prefix of the published files; empty, or ending in a slash
 * @param files names to publish, relative to the prefixes
 * @param maxAge {@code Cache-Control: max-age}, in seconds
 * @param distributionId CloudFront distribution to invalidate after a change, if any
 * @param switchFunction CloudFront function that gives readers one set of files, if any: readers then change sets in one stroke
 * @param minSizePercent a file smaller than this share of its last published size is suspicious
 */
public record Settings(
        String source,
        String sourceRegion,
        String sourcePrefix,
        String target,
        String targetRegion,
        String targetPrefix,
        List<String> files,
        int maxAge,
        Optional<String> distributionId,
        Optional<String> switchFunction,
        int minSizePercent) {

    /** What is published unless the stack says otherwise; the fetcher's {@code history/} is private and never listed. */
    public static final String DEFAULT_FILES = "complete-data.json,regions.json,services.json";

    /** Where sets are kept, relative to the prefix of published files. */
    static final String SETS = "sets/";

    private static final int DEFAULT_MAX_AGE = 300;
    private static final int DEFAULT_MIN_SIZE_PERCENT = 50;

    /** Copies the list and brings prefixes to one form. */
    public Settings {
        files = List.copyOf(files);
        sourcePrefix = prefix(sourcePrefix);
        targetPrefix = prefix(targetPrefix);
    }

    /** Reads the function's environment. */
    public static Settings of(Env env, String stackRegion) {
        return new Settings(
                env.get(EnvironmentVariable.DATA_SOURCE_BUCKET, ""),
                env.get(EnvironmentVariable.DATA_SOURCE_REGION, stackRegion),
                env.get(EnvironmentVariable.DATA_SOURCE_PREFIX, ""),
                env.get(EnvironmentVariable.DISTRIBUTION_BUCKET, ""),
                env.get(EnvironmentVariable.DISTRIBUTION_BUCKET_REGION, stackRegion),
                env.get(EnvironmentVariable.DISTRIBUTION_KEY_PREFIX, ""),
                Arrays.stream(env.get(EnvironmentVariable.DATA_FILES, DEFAULT_FILES)
                                .split(","))
                        .map(String::trim)
                        .filter(file -> !file.isEmpty())
                        .toList(),
                env.positive(EnvironmentVariable.CACHE_MAX_AGE, DEFAULT_MAX_AGE),
                env.find(EnvironmentVariable.DISTRIBUTION_ID),
                env.find(EnvironmentVariable.DATA_SWITCH_FUNCTION),
                env.positive(EnvironmentVariable.MIN_SIZE_PERCENT, DEFAULT_MIN_SIZE_PERCENT));
    }

    /** Why nothing can be published, or empty when everything is set. */
    public Optional<String> missing() {
        if (target.isEmpty()) {
            return Optional.of("no distribution bucket is configured (stack parameter DistributionBucketName)");
        }
        if (source.isEmpty()) {
            return Optional.of("no source bucket is configured (stack parameter DataSourceBucketName)");
        }
        return Optional.empty();
    }

    /** Where the fetcher writes a file. */
    public String sourceKey(String file) {
        return sourcePrefix + file;
    }

    /** Where a file is published. */
    public String targetKey(String file) {
        return targetPrefix + file;
    }

    /** Where a file of a set is, of which readers know nothing. */
    String setKey(String setId, String file) {
        return targetPrefix + SETS + setId + "/" + file;
    }

    /** Bucket and prefix that sets are kept under. */
    String setsAt() {
        return "s3://" + target + "/" + targetPrefix + SETS;
    }

    private static String prefix(String raw) {
        String trimmed = raw.trim().replaceAll("/{2,}", "/").replaceAll("^/|/$", "");
        return trimmed.isEmpty() ? "" : trimmed + "/";
    }
}
