// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Credentials;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests that carry their signature in the query: verified for real, and only for as long as they say.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html">query string
 *     authentication</a>
 */
final class PresignedUrls {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final List<String> PARAMETERS = List.of("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature");
    private static final int LONGEST_SECONDS = 604_800;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern CREDENTIAL = Pattern.compile("([^/]+)/(\\d{8})/([^/]+)/s3/aws4_request");

    private final Credentials credentials;
    private final InstantSource wallClock;

    /** Verifies with these credentials, by the clock that the signer used: not the virtual one. */
    PresignedUrls(Credentials credentials, InstantSource wallClock) {
        this.credentials = credentials;
        this.wallClock = wallClock;
    }

    /**
     * Refuses a presigned request that is not sound; any other request passes.
     *
     * @throws AwsError {@code AuthorizationQueryParametersError}, {@code InvalidAccessKeyId},
     *     {@code SignatureDoesNotMatch} or {@code AccessDenied} when it is expired, or not valid yet
     */
    void verify(TwinRequest request) {
        if (SignatureV2.isIn(request)) {
            verifyVersion2(request);
            return;
        }
        if (PARAMETERS.stream().noneMatch(request::hasQuery)) {
            return;
        }
        if (!parameter(request, "X-Amz-Algorithm").equals(ALGORITHM)) {
            throw unfit("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"");
        }
        Matcher credential = CREDENTIAL.matcher(parameter(request, "X-Amz-Credential"));
        if (!credential.matches()) {
            throw unfit("Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "
                    + "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
        }
        checkTime(request);
        String accessKeyId = credential.group(1);
        String secret = secretOf(accessKeyId);
        checkSignature(request, credential, secret);
    }

    private String secretOf(String accessKeyId) {
        return credentials
                .secretOf(accessKeyId)
                .orElseThrow(() -> new AwsError(
                        403,
                        "InvalidAccessKeyId",
                        "The AWS Access Key Id you provided does not exist in our records.",
                        Map.of("AWSAccessKeyId", accessKeyId)));
    }

    private void verifyVersion2(TwinRequest request) {
        String expires = request.queryParameter("Expires").orElse("");
        if (!expires.matches("\\d{1,12}")) {
            throw S3Errors.accessDenied("Invalid date (should be seconds since epoch): " + expires);
        }
        refuseAfter(Instant.ofEpochSecond(Long.parseLong(expires)), new LinkedHashMap<>());
        String accessKeyId = request.queryParameter("AWSAccessKeyId").orElse("");
        SignatureV2.verify(request, accessKeyId, secretOf(accessKeyId));
    }

    private void refuseAfter(Instant expires, Map<String, String> members) {
        Instant now = wallClock.instant();
        if (now.isAfter(expires)) {
            members.put("Expires", expires.toString());
            members.put("ServerTime", now.toString());
            throw new AwsError(403, "AccessDenied", "Request has expired", members);
        }
    }

    private void checkTime(TwinRequest request) {
        Instant signed = time(parameter(request, "X-Amz-Date"));
        String seconds = parameter(request, "X-Amz-Expires");
        if (!seconds.matches("\\d{1,18}")) {
            throw unfit("X-Amz-Expires should be a number");
        }
        if (Long.parseLong(seconds) > LONGEST_SECONDS) {
            throw unfit("X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be "
                    + "less than 604800 seconds");
        }
        Map<String, String> members = new LinkedHashMap<>();
        members.put("X-Amz-Expires", seconds);
        refuseAfter(signed.plusSeconds(Long.parseLong(seconds)), members);
        if (signed.isAfter(wallClock.instant().plusSeconds(900))) {
            throw S3Errors.accessDenied("Request is not valid yet");
        }
    }

    private static void checkSignature(TwinRequest request, Matcher credential, String secret) {
        String scope = credential.group(2) + "/" + credential.group(3) + "/s3/aws4_request";
        String canonical = CanonicalRequest.of(request, parameter(request, "X-Amz-SignedHeaders"));
        String toSign = String.join(
                "\n",
                ALGORITHM,
                parameter(request, "X-Amz-Date"),
                scope,
                Digests.hex(Digests.sha256(canonical.getBytes(StandardCharsets.UTF_8))));
        byte[] key = Digests.hmacSha256(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), credential.group(2));
        key = Digests.hmacSha256(key, credential.group(3));
        key = Digests.hmacSha256(key, "s3");
        key = Digests.hmacSha256(key, "aws4_request");
        String expected = Digests.hex(Digests.hmacSha256(key, toSign));
        String given = parameter(request, "X-Amz-Signature");
        if (!MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.US_ASCII))) {
            Map<String, String> members = new LinkedHashMap<>();
            members.put("AWSAccessKeyId", credential.group(1));
            members.put("StringToSign", toSign);
            members.put("SignatureProvided", given);
            members.put("CanonicalRequest", canonical);
            throw S3Errors.signatureDoesNotMatch(members);
        }
    }

    private static Instant time(String text) {
        try {
            return TIME.parse(text, Instant::from);
        } catch (DateTimeException unreadable) {
            throw unfit("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
        }
    }

    private static String parameter(TwinRequest request, String name) {
        return request.queryParameter(name)
                .orElseThrow(() -> unfit("Query-string authentication version 4 requires the X-Amz-Algorithm, "
                        + "X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires "
                        + "parameters."));
    }

    private static AwsError unfit(String message) {
        return new AwsError(400, "AuthorizationQueryParametersError", message);
    }
}
