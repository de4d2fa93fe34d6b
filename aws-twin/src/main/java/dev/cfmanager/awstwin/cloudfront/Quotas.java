// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.AwsError;
import java.util.EnumMap;
import java.util.Map;

/** The quotas of one account: AWS's defaults, less what a test makes small. Immutable. */
public final class Quotas {
    private final Map<Quota, Integer> changed;

    private Quotas(Map<Quota, Integer> changed) {
        this.changed = changed;
    }

    /** AWS's defaults. */
    public static Quotas aws() {
        return new Quotas(new EnumMap<>(Quota.class));
    }

    /** These quotas with another limit for one of them. */
    public Quotas with(Quota quota, int limit) {
        Map<Quota, Integer> more = new EnumMap<>(changed);
        more.put(quota, limit);
        return new Quotas(more);
    }

    /** The limit of a quota. */
    public int limit(Quota quota) {
        return changed.getOrDefault(quota, quota.awsDefault());
    }

    /**
     * Admits {@code count} of something.
     *
     * @throws AwsError the quota's {@code TooMany...} code, 400, when that is more than the limit
     */
    public void admit(Quota quota, long count) {
        if (count > limit(quota)) {
            throw new AwsError(
                    400,
                    quota.code(),
                    "Processing your request would cause the resource or account to exceed its quota of " + limit(quota)
                            + ".");
        }
    }
}
