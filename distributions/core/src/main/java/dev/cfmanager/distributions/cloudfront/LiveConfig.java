// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.cloudfront;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The configuration that CloudFront has, with everything an update of it must send back. */
public final class LiveConfig {
    private final ObjectNode config;
    private final String etag;
    private final UnknownMembers unknown;

    LiveConfig(ObjectNode config, String etag, UnknownMembers unknown) {
        this.config = config;
        this.etag = etag;
        this.unknown = unknown;
    }

    /** The configuration in AWS's member names; a copy. */
    public ObjectNode config() {
        return config.deepCopy();
    }

    String etag() {
        return etag;
    }

    UnknownMembers unknown() {
        return unknown;
    }
}
