// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.Set;

/**
 * Rules of origin access controls and identities.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginAccessControlConfig.html">OriginAccessControlConfig</a>
 */
final class OriginAccess {
    private static final int NAME_LENGTH = 64;
    private static final int DESCRIPTION_LENGTH = 256;
    private static final int COMMENT_LENGTH = 128;

    private OriginAccess() {}

    static void checkControl(XmlElement config, Quotas quotas) {
        String name = config.textAt("Name");
        if (name.isBlank() || name.length() > NAME_LENGTH) {
            throw Refusals.invalidArgument("The parameter Name must have 1 to 64 characters.");
        }
        if (config.textAt("Description").length() > DESCRIPTION_LENGTH) {
            throw Refusals.invalidArgument("The parameter Description must not be longer than 256 characters.");
        }
        oneOf(config, "SigningProtocol", Set.of("sigv4"));
        oneOf(config, "SigningBehavior", Set.of("always", "never", "no-override"));
        oneOf(config, "OriginAccessControlOriginType", Set.of("s3", "mediastore", "mediapackagev2", "lambda"));
    }

    static void checkIdentity(XmlElement config, Quotas quotas) {
        if (config.textAt("CallerReference").isBlank()) {
            throw Refusals.required("CallerReference");
        }
        if (!config.has("Comment")) {
            throw Refusals.required("Comment");
        }
        if (config.textAt("Comment").length() > COMMENT_LENGTH) {
            throw Refusals.invalidArgument("The parameter Comment is too long.");
        }
    }

    private static void oneOf(XmlElement config, String member, Set<String> allowed) {
        if (!allowed.contains(config.textAt(member))) {
            throw Refusals.invalidArgument("The parameter " + member + " must be one of "
                    + allowed.stream().sorted().toList() + ".");
        }
    }
}
