// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import dev.cfmanager.common.error.AwsErrorRules;
import dev.cfmanager.common.error.ErrorKind;

/**
 * What S3 and CloudFront answer about buckets, their settings and origin access controls, and what it means to a caller.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">S3 error codes</a>
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateOriginAccessControl.html">CloudFront's</a>
 */
public final class OriginErrors {
    /** The table. */
    public static final AwsErrorRules RULES = AwsErrorRules.shared()
            .and(
                    ErrorKind.INVALID_CONFIGURATION,
                    "InvalidBucketName",
                    "IllegalLocationConstraintException",
                    "InvalidLocationConstraint",
                    "MalformedPolicy",
                    "MalformedXML",
                    "InvalidRequest",
                    "InvalidArgument")
            .and(
                    ErrorKind.CONFLICT,
                    "BucketAlreadyExists",
                    "BucketAlreadyOwnedByYou",
                    "BucketNotEmpty",
                    "OperationAborted",
                    "OriginAccessControlAlreadyExists",
                    "OriginAccessControlInUse",
                    "PreconditionFailed",
                    "InvalidIfMatchVersion")
            .and(ErrorKind.QUOTA_EXCEEDED, "TooManyBuckets", "TooManyOriginAccessControls")
            .and(ErrorKind.NOT_FOUND, "NoSuchBucket", "NoSuchOriginAccessControl");

    private OriginErrors() {}
}
