// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

/**
 * The numbers of parts.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html">multipart upload limits</a>
 */
final class PartNumbers {
    private static final int MOST = 10_000;

    private PartNumbers() {}

    /**
     * Reads a part number.
     *
     * @throws dev.cfmanager.awstwin.kernel.AwsError {@code InvalidArgument} when it is none from 1 to 10,000
     */
    static int read(String text) {
        if (text.matches("\\d{1,5}")) {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= MOST) {
                return number;
            }
        }
        throw S3Errors.invalidArgument(
                "partNumber", text, "Part number must be an integer between 1 and 10000, inclusive");
    }
}
