// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.AwsError;
import java.util.Map;

/**
 * S3's refusals in S3's words. A member whose name begins with {@code x-amz-} is sent as a header, the others as
 * elements of the error document.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">error responses</a>
 */
final class S3Errors {
    private S3Errors() {}

    static AwsError accessDenied() {
        return accessDenied("Access Denied");
    }

    static AwsError accessDenied(String message) {
        return new AwsError(403, "AccessDenied", message);
    }

    static AwsError noSuchBucket(String bucket) {
        return new AwsError(404, "NoSuchBucket", "The specified bucket does not exist", Map.of("BucketName", bucket));
    }

    static AwsError noSuchKey(String key) {
        return new AwsError(404, "NoSuchKey", "The specified key does not exist.", Map.of("Key", key));
    }

    static AwsError invalidArgument(String name, String value, String message) {
        return new AwsError(400, "InvalidArgument", message, Map.of("ArgumentName", name, "ArgumentValue", value));
    }

    static AwsError invalidRequest(String message) {
        return new AwsError(400, "InvalidRequest", message);
    }

    static AwsError invalidUri(String uri) {
        return new AwsError(400, "InvalidURI", "Couldn't parse the specified URI.", Map.of("URI", uri));
    }

    static AwsError malformedXml() {
        return new AwsError(
                400,
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our published schema");
    }

    static AwsError signatureDoesNotMatch(Map<String, String> members) {
        return new AwsError(
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your key and "
                        + "signing method.",
                members);
    }

    static AwsError badDigest(String message) {
        return new AwsError(400, "BadDigest", message);
    }

    static AwsError preconditionFailed(String condition) {
        return new AwsError(
                412,
                "PreconditionFailed",
                "At least one of the pre-conditions you specified did not hold",
                Map.of("Condition", condition));
    }

    static AwsError methodNotAllowed(String method) {
        return new AwsError(
                405,
                "MethodNotAllowed",
                "The specified method is not allowed against this resource.",
                Map.of("Method", method));
    }

    static AwsError notImplemented(String header) {
        return new AwsError(
                501,
                "NotImplemented",
                "A header you provided implies functionality that is not implemented",
                Map.of("Header", header));
    }

    /** The bucket is in another region than the endpoint: use that one. */
    static AwsError permanentRedirect(Bucket bucket) {
        return new AwsError(
                301,
                "PermanentRedirect",
                "The bucket you are attempting to access must be addressed using the specified endpoint. "
                        + "Please send all future requests to this endpoint.",
                Map.of(
                        "Endpoint", bucket.regionalHost(),
                        "Bucket", bucket.name(),
                        "x-amz-bucket-region", bucket.region()));
    }

    /** The name of a young bucket does not lead to its region yet. */
    static AwsError temporaryRedirect(Bucket bucket) {
        return new AwsError(
                307,
                "TemporaryRedirect",
                "Please re-send this request to the specified temporary endpoint. "
                        + "Continue to use the original request endpoint for future requests.",
                Map.of(
                        "Endpoint", bucket.regionalHost(),
                        "Bucket", bucket.name(),
                        "x-amz-bucket-region", bucket.region()));
    }

    /** The request was signed for another region than the one that answers. */
    static AwsError wrongSigningRegion(String signedFor, String expected) {
        return new AwsError(
                400,
                "AuthorizationHeaderMalformed",
                "The authorization header is malformed; the region '" + signedFor + "' is wrong; expecting '" + expected
                        + "'",
                Map.of("Region", expected, "x-amz-bucket-region", expected));
    }
}
