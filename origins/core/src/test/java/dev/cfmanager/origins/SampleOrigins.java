// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import dev.cfmanager.awstwin.kernel.VirtualClock;

/** Origins as tests need them. */
public final class SampleOrigins {
    private SampleOrigins() {}

    /** An active origin with that id; its bucket is {@code <id>-bucket} in eu-central-1, its access control {@code E-<id>}. */
    public static Origin.Builder origin(String id) {
        return Origin.builder()
                .id(id)
                .name("Origin " + id)
                .bucketName(id + "-bucket")
                .region("eu-central-1")
                .oacId("E-" + id)
                .createdBy("user@example.com")
                .createdAt(VirtualClock.EPOCH)
                .updatedBy("user@example.com")
                .updatedAt(VirtualClock.EPOCH);
    }
}
