// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A CloudFront function with its two stages.
 *
 * @param name its name, unique in the account
 * @param createdAt when it was created
 * @param development what is edited and tested
 * @param live what distributions run; null until it is published
 */
record CloudFrontFunction(
        String name,
        Instant createdAt,
        Version development,
        @Nullable Version live) implements Serializable {
    static final String DEVELOPMENT = "DEVELOPMENT";
    static final String LIVE = "LIVE";

    static String arn(String name) {
        return Routes.arn("function/" + name);
    }

    String arn() {
        return arn(name);
    }

    Optional<Version> stage(String stage) {
        return stage.equals(LIVE) ? Optional.ofNullable(live) : Optional.of(development);
    }

    CloudFrontFunction edited(Version version) {
        return new CloudFrontFunction(name, createdAt, version, live);
    }

    CloudFrontFunction published(Version version) {
        return new CloudFrontFunction(name, createdAt, development, version);
    }

    /**
     * A function in one stage.
     *
     * @param etag its version
     * @param modifiedAt when it was written
     * @param config the {@code FunctionConfig} as sent
     * @param code the program
     */
    record Version(String etag, Instant modifiedAt, XmlElement config, String code) implements Serializable {

        /** ARNs of the key value stores it reads. */
        List<String> stores() {
            return config.itemsAt("KeyValueStoreAssociations").stream()
                    .map(association -> association.textAt("KeyValueStoreARN"))
                    .toList();
        }
    }
}
