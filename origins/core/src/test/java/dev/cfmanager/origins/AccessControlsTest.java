// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AccessControlsTest {
    private static final long SEED = 20260215;

    /** Defect B-13. */
    @Test
    void namesTheAccessControlsOfTenThousandBucketsFitlyAndDifferently() {
        Random random = new Random(SEED);
        Map<String, String> bucketByName = new HashMap<>();
        for (int round = 0; round < 10_000; round++) {
            String bucket = Hostile.bucketLike(random);
            if (BucketName.problem(bucket).isPresent()) {
                continue;
            }
            Origin origin = SampleOrigins.origin("origin-%08x".formatted(bucket.hashCode()))
                    .bucketName(bucket)
                    .build();

            String name = AccessControls.name(origin);

            assertThat(name).as("seed %s bucket %s", SEED, bucket).matches("OAC-[a-z0-9.-]{1,60}");
            assertThat(bucketByName.getOrDefault(name, bucket)).isEqualTo(bucket);
            bucketByName.put(name, bucket);
        }
        assertThat(bucketByName).hasSizeGreaterThan(2_000);
    }
}
