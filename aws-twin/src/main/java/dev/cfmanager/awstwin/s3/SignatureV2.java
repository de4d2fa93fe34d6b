// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The older signature in a query, which botocore still makes by default for {@code us-east-1}: {@code AWSAccessKeyId},
 * {@code Expires} and {@code Signature}.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html">signing REST requests</a>
 */
final class SignatureV2 {
    private static final Set<String> SUBRESOURCES = Set.of(
            "acl",
            "cors",
            "delete",
            "lifecycle",
            "location",
            "logging",
            "notification",
            "partNumber",
            "policy",
            "requestPayment",
            "response-cache-control",
            "response-content-disposition",
            "response-content-encoding",
            "response-content-language",
            "response-content-type",
            "response-expires",
            "tagging",
            "torrent",
            "uploadId",
            "uploads",
            "versionId",
            "versioning",
            "versions",
            "website");

    private SignatureV2() {}

    /** Whether a request carries such a signature. */
    static boolean isIn(TwinRequest request) {
        return request.hasQuery("AWSAccessKeyId") && request.hasQuery("Signature");
    }

    /**
     * Compares the signature of a request with the one that the secret makes.
     *
     * @throws AwsError {@code SignatureDoesNotMatch}
     */
    static void verify(TwinRequest request, String accessKeyId, String secret) {
        String toSign = String.join(
                "\n",
                request.method(),
                value(request, "content-md5"),
                value(request, "content-type"),
                request.queryParameter("Expires").orElse(""),
                amzHeaders(request) + resource(request));
        String expected = Base64.getEncoder().encodeToString(Digests.hmacSha1(secret, toSign));
        String given = request.queryParameter("Signature").orElse("");
        if (!expected.equals(given)) {
            Map<String, String> members = new LinkedHashMap<>();
            members.put("AWSAccessKeyId", accessKeyId);
            members.put("StringToSign", toSign);
            members.put("SignatureProvided", given);
            throw S3Errors.signatureDoesNotMatch(members);
        }
    }

    /** A header, which may have been moved to the query when it was signed. */
    private static String value(TwinRequest request, String name) {
        return request.header(name)
                .or(() -> request.queryParameter(name))
                .or(() -> request.queryParameter("Content-MD5").filter(md5 -> name.equals("content-md5")))
                .orElse("");
    }

    private static String amzHeaders(TwinRequest request) {
        Map<String, String> headers = new TreeMap<>();
        Stream.concat(request.headers().entrySet().stream(), request.query().entrySet().stream())
                .filter(entry -> entry.getKey().toLowerCase(Locale.ROOT).startsWith("x-amz-"))
                .forEach(entry ->
                        headers.put(entry.getKey().toLowerCase(Locale.ROOT), String.join(",", entry.getValue())));
        return headers.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private static String resource(TwinRequest request) {
        Address address = Address.of(request);
        String path = address.bucketInHost() ? "/" + address.bucket() + request.rawPath() : request.rawPath();
        String subresources = new TreeMap<>(request.query())
                .entrySet().stream()
                        .filter(entry -> SUBRESOURCES.contains(entry.getKey()))
                        .map(SignatureV2::subresource)
                        .collect(Collectors.joining("&"));
        return subresources.isEmpty() ? path : path + "?" + subresources;
    }

    private static String subresource(Map.Entry<String, List<String>> parameter) {
        Optional<String> value = parameter.getValue().stream().findFirst().filter(text -> !text.isEmpty());
        return value.map(text -> parameter.getKey() + "=" + text).orElse(parameter.getKey());
    }
}
