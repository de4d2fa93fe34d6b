// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request body after S3 has taken it off the wire: {@code aws-chunked} framing removed, every digest the client sent
 * compared.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html">integrity</a>
 * @param bytes what the client meant to send
 * @param checksum the checksum the client gave with it, in a header or a trailer; empty when it gave none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are carried, never compared
record Payload(byte[] bytes, Optional<Checksum> checksum) {
    private static final String HASH = "x-amz-content-sha256";

    /**
     * Reads and verifies the body.
     *
     * @throws AwsError {@code IncompleteBody}, {@code BadDigest}, {@code InvalidDigest},
     *     {@code XAmzContentSHA256Mismatch} or {@code InvalidRequest}
     */
    static Payload of(TwinRequest request) {
        String hash = request.header(HASH).orElse("");
        byte[] bytes = request.body();
        Map<String, String> trailer = Map.of();
        if (hash.startsWith("STREAMING-")) {
            AwsChunked framed = AwsChunked.parse(request.body());
            bytes = framed.bytes();
            trailer = framed.trailer();
            compareLength(request, bytes.length);
        } else if (hash.length() == 64) {
            String computed = Digests.hex(Digests.sha256(bytes));
            if (!computed.equals(hash)) {
                throw new AwsError(
                        400,
                        "XAmzContentSHA256Mismatch",
                        "The provided 'x-amz-content-sha256' header does not match what was computed.",
                        Map.of("ClientComputedContentSHA256", hash, "S3ComputedContentSHA256", computed));
            }
        }
        compareMd5(request, bytes);
        return new Payload(bytes, givenChecksum(request, trailer, bytes));
    }

    private static void compareLength(TwinRequest request, int length) {
        Optional<String> declared = request.header("x-amz-decoded-content-length");
        if (declared.isPresent() && !declared.get().equals(String.valueOf(length))) {
            throw AwsChunked.incomplete();
        }
    }

    private static void compareMd5(TwinRequest request, byte[] bytes) {
        Optional<String> given = request.header("content-md5");
        if (given.isEmpty()) {
            return;
        }
        byte[] expected = decode(given.get());
        if (expected.length != 16) {
            throw new AwsError(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");
        }
        if (!Arrays.equals(expected, Digests.md5(bytes))) {
            throw S3Errors.badDigest("The Content-MD5 you specified did not match what we received.");
        }
    }

    private static Optional<Checksum> givenChecksum(TwinRequest request, Map<String, String> trailer, byte[] bytes) {
        Map<ChecksumAlgorithm, String> given = new TreeMap<>();
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            request.header(algorithm.header()).ifPresent(value -> given.put(algorithm, value));
            if (trailer.containsKey(algorithm.header())) {
                given.put(algorithm, trailer.get(algorithm.header()));
            }
        }
        if (given.size() > 1) {
            throw S3Errors.invalidRequest(
                    "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        }
        for (Map.Entry<ChecksumAlgorithm, String> one : given.entrySet()) {
            return Optional.of(verified(one.getKey(), one.getValue(), bytes));
        }
        return Optional.empty();
    }

    private static Checksum verified(ChecksumAlgorithm algorithm, String given, byte[] bytes) {
        Checksum computed = algorithm.of(bytes);
        if (decode(given).length != decode(computed.value()).length) {
            throw S3Errors.invalidRequest("Value for " + algorithm.header() + " header is invalid.");
        }
        if (!computed.value().equals(given)) {
            throw S3Errors.badDigest("The " + algorithm.name().toUpperCase(Locale.ROOT)
                    + " you specified did not match the calculated checksum.");
        }
        return computed;
    }

    /** The bytes of a Base64 text; none when it is not Base64. */
    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }
}
