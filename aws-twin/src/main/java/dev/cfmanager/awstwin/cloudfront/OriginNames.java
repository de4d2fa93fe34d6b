// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.regex.Pattern;

/** How origins are named in a distribution's configuration. */
public final class OriginNames {
    private static final String IDENTITY_PREFIX = "origin-access-identity/cloudfront/";

    /** A bucket's REST host: global, regional, dual-stack, with a dash or a dot before the region. */
    private static final Pattern S3_REST =
            Pattern.compile("[a-z0-9][a-z0-9.-]*\\.s3([.-](dualstack\\.)?[a-z]{2}(-[a-z]+)+-\\d)?\\.amazonaws\\.com");

    private OriginNames() {}

    /** Whether a host name is a bucket's REST endpoint (not its website endpoint). */
    public static boolean s3Rest(String domainName) {
        return S3_REST.matcher(domainName).matches();
    }

    /** The id of the access identity that an {@code Origin} element names; empty for none. */
    public static String accessIdentity(XmlElement origin) {
        String named = origin.textAt("S3OriginConfig", "OriginAccessIdentity");
        return named.startsWith(IDENTITY_PREFIX) ? named.substring(IDENTITY_PREFIX.length()) : named;
    }
}
