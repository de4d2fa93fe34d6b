// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.AwsError;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Part of an object.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html">Range</a>
 * @param first position of its first byte
 * @param last position of its last byte
 */
record ByteRange(int first, int last) {
    private static final Pattern SYNTAX = Pattern.compile("bytes=(\\d*)-(\\d*)");

    /**
     * The part that a header asks for of an object of that size; empty when it is none that S3 knows, several ranges
     * included, and the whole object is meant.
     *
     * @throws AwsError {@code InvalidRange} when the object has no such part
     */
    static Optional<ByteRange> parse(String header, int size) {
        Matcher matcher = SYNTAX.matcher(header.strip());
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (matcher.group(1).isEmpty()) {
            long suffix = number(matcher.group(2));
            if (suffix == 0 || size == 0) {
                throw unsatisfiable(header, size);
            }
            return Optional.of(new ByteRange((int) Math.max(0, size - suffix), size - 1));
        }
        long first = number(matcher.group(1));
        long last = matcher.group(2).isEmpty() ? Long.MAX_VALUE : number(matcher.group(2));
        if (last < first) {
            return Optional.empty();
        }
        if (first >= size) {
            throw unsatisfiable(header, size);
        }
        return Optional.of(new ByteRange((int) first, (int) Math.min(last, size - 1L)));
    }

    /** Bytes it covers. */
    int length() {
        return last - first + 1;
    }

    /** {@code bytes 0-9/100}. */
    String contentRange(int size) {
        return "bytes " + first + "-" + last + "/" + size;
    }

    private static long number(String digits) {
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    private static AwsError unsatisfiable(String header, int size) {
        return new AwsError(
                416,
                "InvalidRange",
                "The requested range is not satisfiable",
                Map.of("RangeRequested", header, "ActualObjectSize", String.valueOf(size)));
    }
}
