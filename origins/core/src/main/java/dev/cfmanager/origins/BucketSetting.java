// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import java.util.EnumSet;
import java.util.Set;

/** The settings of a bucket that follow an origin's record. */
public enum BucketSetting {
    /** Index and error document. */
    WEBSITE,
    /** Which pages of other sites may read it. */
    CORS,
    /** Whether its policy may let everybody in. */
    PUBLIC_ACCESS,
    /** The tags that were asked for. */
    TAGS;

    /** The settings in which two records differ; empty when they differ in nothing that S3 knows. */
    public static Set<BucketSetting> between(Origin before, Origin after) {
        Set<BucketSetting> different = EnumSet.noneOf(BucketSetting.class);
        if (!before.websiteConfiguration().equals(after.websiteConfiguration())) {
            different.add(WEBSITE);
        }
        if (!before.corsConfiguration().equals(after.corsConfiguration())) {
            different.add(CORS);
        }
        if (before.publicRead() != after.publicRead()) {
            different.add(PUBLIC_ACCESS);
        }
        if (!before.tags().equals(after.tags())) {
            different.add(TAGS);
        }
        return different;
    }
}
