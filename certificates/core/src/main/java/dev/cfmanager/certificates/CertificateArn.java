// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.certificates;

import dev.cfmanager.common.error.OperationException;
import java.util.regex.Pattern;

/**
 * The ARN of a certificate that CloudFront can use, which must be one of ACM in us-east-1.
 *
 * @param text such as {@code arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012}
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html">Requirements for certificates</a>
 */
public record CertificateArn(String text) {
    private static final Pattern FORM =
            Pattern.compile("arn:aws[a-z-]*:acm:us-east-1:\\d{12}:certificate/[0-9A-Za-z-]+");

    /**
     * Checks the form.
     *
     * @throws OperationException VALIDATION_ERROR for anything else
     */
    public CertificateArn {
        if (!FORM.matcher(text).matches()) {
            throw OperationException.validation(
                    "arn: must be the ARN of an ACM certificate in us-east-1, where CloudFront looks");
        }
    }
}
