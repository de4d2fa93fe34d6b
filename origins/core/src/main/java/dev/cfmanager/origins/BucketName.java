// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a bucket may be called.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html">Bucket naming rules</a>
 */
public final class BucketName {
    private static final int SHORTEST = 3;
    private static final int LONGEST = 63;
    private static final Pattern CHARACTERS = Pattern.compile("[a-z0-9][a-z0-9.-]*[a-z0-9]");
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final List<String> RESERVED_PREFIXES = List.of("xn--", "sthree-", "amzn-s3-demo-");
    private static final List<String> RESERVED_SUFFIXES =
            List.of("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3");

    private BucketName() {}

    /** What is wrong with a name, in words that follow "bucketName: "; empty when nothing is. */
    public static Optional<String> problem(String name) {
        if (name.length() < SHORTEST || name.length() > LONGEST) {
            return Optional.of("must have " + SHORTEST + " to " + LONGEST + " characters");
        }
        if (!CHARACTERS.matcher(name).matches()) {
            return Optional.of("may hold only lower-case letters, digits, dots and hyphens,"
                    + " and begins and ends with a letter or digit");
        }
        if (name.contains("..")) {
            return Optional.of("must not hold two dots in a row");
        }
        if (ADDRESS.matcher(name).matches()) {
            return Optional.of("must not look like an IP address");
        }
        Optional<String> reserved = RESERVED_PREFIXES.stream()
                .filter(name::startsWith)
                .findFirst()
                .map(prefix -> "must not begin with " + prefix + ", which AWS keeps for itself");
        return reserved.isPresent()
                ? reserved
                : RESERVED_SUFFIXES.stream()
                        .filter(name::endsWith)
                        .findFirst()
                        .map(suffix -> "must not end with " + suffix + ", which AWS keeps for itself");
    }
}
