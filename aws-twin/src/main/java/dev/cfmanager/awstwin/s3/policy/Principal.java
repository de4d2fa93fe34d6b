// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3.policy;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One principal of a statement.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html">principals</a>
 * @param type {@code *}, {@code AWS}, {@code Service} or {@code CanonicalUser}
 * @param value the principal as written
 */
record Principal(String type, String value) {
    private static final String OAI_PREFIX = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ";
    private static final Pattern OAI =
            Pattern.compile("arn:aws:iam::cloudfront:user/CloudFront[ _]Origin[ _]Access[ _]Identity[ _]([A-Z0-9]+)");

    /** The principal that everybody is. */
    static final Principal ANYBODY = new Principal("*", "*");

    /** The origin access identity of that id, spelled as S3 reads it back. */
    static Principal originAccessIdentity(String id) {
        return new Principal("AWS", OAI_PREFIX + id);
    }

    /** The id, when this is an origin access identity. */
    Optional<String> originAccessIdentityId() {
        Matcher matcher = OAI.matcher(value);
        return type.equals("AWS") && matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Whether it is everybody, in either spelling. */
    boolean isAnybody() {
        return value.equals("*");
    }

    /** Whether the asker is this principal. */
    boolean is(Asker asker) {
        if (isAnybody()) {
            return true;
        }
        return switch (asker.kind()) {
            case ANONYMOUS -> false;
            case SERVICE -> type.equals("Service") && value.equals(asker.name());
            case ORIGIN_ACCESS_IDENTITY ->
                originAccessIdentityId().filter(asker.name()::equals).isPresent();
            case IDENTITY -> type.equals("AWS") && isIdentity(asker);
        };
    }

    private boolean isIdentity(Asker asker) {
        if (value.equals(asker.account()) || value.equals("arn:aws:iam::" + asker.account() + ":root")) {
            return true;
        }
        boolean sameAccount = value.startsWith("arn:aws:iam::" + asker.account() + ":")
                || value.startsWith("arn:aws:sts::" + asker.account() + ":");
        return sameAccount && value.contains("/" + asker.name());
    }
}
