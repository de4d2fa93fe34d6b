// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

/** How many results a client wants. */
final class Limits {
    private Limits() {}

    /**
     * The number a query parameter asks for, never more than {@code most}.
     *
     * @throws dev.cfmanager.awstwin.kernel.AwsError {@code InvalidArgument} when it is no number from 0 on
     */
    static int read(S3Request request, String parameter, int otherwise, int most) {
        String text = request.query(parameter).orElse(String.valueOf(otherwise));
        try {
            int number = Integer.parseInt(text);
            if (number < 0) {
                throw S3Errors.invalidArgument(
                        parameter, text, "Argument " + parameter + " must be an integer between 0 and 2147483647");
            }
            return Math.min(number, most);
        } catch (NumberFormatException notANumber) {
            throw S3Errors.invalidArgument(
                    parameter, text, "Provided " + parameter + " not an integer or within integer range");
        }
    }
}
