// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/**
 * The policies that AWS owns, by their real ids and names, from {@code managed-policies.xml} beside this class.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html">Managed cache policies</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html">Managed origin request policies</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html">Managed response headers policies</a>
 */
final class ManagedPolicies {
    /** AWS gives its policies one ETag each; callers can do nothing with it. */
    private static final String ETAG = "E23ZP02F085DFQ";

    private static final Instant SINCE = Instant.parse("2020-07-16T00:00:00Z");
    private static final XmlElement ALL = load();

    private ManagedPolicies() {}

    static List<Resource> of(ResourceKind kind) {
        return ALL.children().stream()
                .filter(policy -> policy.name().equals(kind.element()))
                .map(policy -> new Resource(
                        policy.textAt("Id"),
                        ETAG,
                        SINCE,
                        SINCE,
                        true,
                        "",
                        policy.child(kind.config()).orElseThrow()))
                .toList();
    }

    private static XmlElement load() {
        try (InputStream in = ManagedPolicies.class.getResourceAsStream("managed-policies.xml")) {
            if (in == null) {
                throw new IllegalStateException("managed-policies.xml is missing from the jar");
            }
            return XmlElement.parse(in.readAllBytes()).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
