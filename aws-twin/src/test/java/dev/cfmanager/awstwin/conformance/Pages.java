// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.conformance;

/** How the addresses of AWS's pages begin, for {@link AwsPage}. The name of an API's operation, type or page follows. */
public final class Pages {
    /** AWS's documentation, whatever the service. */
    public static final String AWS = "https://docs.aws.amazon.com/";

    /** ACM's API reference. */
    public static final String ACM_API = AWS + "acm/latest/APIReference/API_";

    /** ACM's user guide. */
    public static final String ACM_GUIDE = AWS + "acm/latest/userguide/";

    /** CloudFront's API reference: operations with their errors, and types. */
    public static final String CLOUDFRONT_API = AWS + "cloudfront/latest/APIReference/API_";

    /** CloudFront's developer guide. */
    public static final String CLOUDFRONT_GUIDE = AWS + "AmazonCloudFront/latest/DeveloperGuide/";

    /** DynamoDB's API reference. */
    public static final String DYNAMODB_API = AWS + "amazondynamodb/latest/APIReference/API_";

    /** DynamoDB's developer guide. */
    public static final String DYNAMODB_GUIDE = AWS + "amazondynamodb/latest/developerguide/";

    /** IAM's user guide. */
    public static final String IAM_GUIDE = AWS + "IAM/latest/UserGuide/";

    /** Which action needs which permission on which resource. */
    public static final String PERMISSIONS = AWS + "service-authorization/latest/reference/list_";

    /** Lambda's API reference. */
    public static final String LAMBDA_API = AWS + "lambda/latest/api/API_";

    /** Lambda's developer guide. */
    public static final String LAMBDA_GUIDE = AWS + "lambda/latest/dg/";

    /** S3's API reference. */
    public static final String S3_API = AWS + "AmazonS3/latest/API/API_";

    /** S3's list of error codes. */
    public static final String S3_ERRORS = AWS + "AmazonS3/latest/API/ErrorResponses.html";

    /** S3's user guide. */
    public static final String S3_GUIDE = AWS + "AmazonS3/latest/userguide/";

    /** Step Functions' API reference. */
    public static final String STEPS_API = AWS + "step-functions/latest/apireference/API_";

    /** Step Functions' developer guide. */
    public static final String STEPS_GUIDE = AWS + "step-functions/latest/dg/";

    private Pages() {}
}
