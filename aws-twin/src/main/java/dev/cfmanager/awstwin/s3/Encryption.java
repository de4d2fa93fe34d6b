// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How objects are encrypted at rest: every one is, with S3's own keys unless a bucket or a request says otherwise. The
 * twin keeps the words and encrypts nothing.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html">default
 *     encryption</a>
 */
final class Encryption {
    static final String SETTING = "encryption";

    private static final String ROOT = "ServerSideEncryptionConfiguration";
    private static final Set<String> ALGORITHMS = Set.of("AES256", "aws:kms", "aws:kms:dsse");
    private static final String ALGORITHM_HEADER = "x-amz-server-side-encryption";
    private static final String KEY_HEADER = "x-amz-server-side-encryption-aws-kms-key-id";

    /** What a bucket has that was told nothing, or whose configuration was deleted. */
    static final String DEFAULT = XmlElement.of(
                    ROOT,
                    XmlElement.of(
                            "Rule",
                            XmlElement.of(
                                    "ApplyServerSideEncryptionByDefault", XmlElement.of("SSEAlgorithm", "AES256")),
                            XmlElement.of("BucketKeyEnabled", false)))
            .document(S3.NAMESPACE);

    private Encryption() {}

    /** The document of a PutBucketEncryption. */
    static String ofBody(S3Request request) {
        XmlElement sent = request.document(ROOT);
        XmlElement byDefault = sent.child("Rule")
                .flatMap(rule -> rule.child("ApplyServerSideEncryptionByDefault"))
                .orElseThrow(S3Errors::malformedXml);
        String algorithm = byDefault.childText("SSEAlgorithm").orElse("");
        if (!ALGORITHMS.contains(algorithm) || sent.children("Rule").size() != 1) {
            throw S3Errors.malformedXml();
        }
        if (algorithm.equals("AES256") && byDefault.child("KMSMasterKeyID").isPresent()) {
            throw S3Errors.invalidArgument(
                    "ApplyServerSideEncryptionByDefault",
                    algorithm,
                    "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse");
        }
        return sent.document(S3.NAMESPACE);
    }

    /**
     * The encryption headers of a new object: the request's, else the bucket's.
     *
     * @throws dev.cfmanager.awstwin.kernel.AwsError {@code InvalidArgument}; {@code NotImplemented} for keys that the
     *     client provides
     */
    static Map<String, String> headers(S3Request request, Bucket bucket) {
        if (request.header("x-amz-server-side-encryption-customer-algorithm").isPresent()) {
            throw S3Errors.notImplemented("x-amz-server-side-encryption-customer-algorithm");
        }
        Optional<String> asked = request.header(ALGORITHM_HEADER);
        if (asked.isPresent() && !ALGORITHMS.contains(asked.get())) {
            throw S3Errors.invalidArgument(
                    ALGORITHM_HEADER, asked.get(), "The encryption method specified is not supported");
        }
        Map<String, String> headers = new TreeMap<>();
        if (asked.isPresent()) {
            headers.put(ALGORITHM_HEADER, asked.get());
            request.header(KEY_HEADER).ifPresent(key -> headers.put(KEY_HEADER, key));
            return headers;
        }
        XmlElement byDefault = XmlElement.parse(bucket.setting(SETTING).orElse(DEFAULT))
                .flatMap(document -> document.child("Rule"))
                .flatMap(rule -> rule.child("ApplyServerSideEncryptionByDefault"))
                .orElseThrow(S3Errors::malformedXml);
        headers.put(ALGORITHM_HEADER, byDefault.childText("SSEAlgorithm").orElse("AES256"));
        byDefault.childText("KMSMasterKeyID").ifPresent(key -> headers.put(KEY_HEADER, key));
        return headers;
    }

    /** Of some headers those that tell of encryption. */
    static Map<String, String> only(Map<String, String> headers) {
        Map<String, String> encryption = new TreeMap<>(headers);
        encryption.keySet().removeIf(name -> !name.startsWith(ALGORITHM_HEADER));
        return encryption;
    }

    /**
     * Refuses readers whom the keys of KMS are not for: anonymous callers, origin access identities and older
     * signatures; and CloudFront where the key is the AWS-managed one, whose policy nobody can change.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html">SSE-KMS
     *     and CloudFront</a>
     */
    static void checkReader(Map<String, String> headers, S3Request request) {
        if (!headers.getOrDefault(ALGORITHM_HEADER, "AES256").startsWith("aws:kms")) {
            return;
        }
        Requester requester = request.requester();
        boolean service =
                requester.reader().filter(Reader.Distribution.class::isInstance).isPresent();
        if (service && !headers.containsKey(KEY_HEADER)) {
            throw S3Errors.accessDenied();
        }
        if (SignatureV2.isIn(request.http()) || !(service || requester.ofAccount())) {
            throw S3Errors.invalidArgument(
                    "Authorization",
                    "null",
                    "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.");
        }
    }
}
