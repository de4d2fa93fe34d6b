// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.AwsError;
import java.util.Set;

/**
 * The canned ACL a request gives to a new object.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl">canned ACLs</a>
 */
final class CannedAcl {
    static final String PRIVATE = "private";

    private static final Set<String> KNOWN = Set.of(
            PRIVATE,
            "public-read",
            "public-read-write",
            "aws-exec-read",
            "authenticated-read",
            "bucket-owner-read",
            "bucket-owner-full-control");
    private static final Set<String> OF_OWNER = Set.of(PRIVATE, "bucket-owner-full-control");
    private static final Set<String> PUBLIC = Set.of("public-read", "public-read-write", "authenticated-read");

    private CannedAcl() {}

    /**
     * The ACL a request asks for.
     *
     * @throws AwsError {@code AccessControlListNotSupported} where ACLs are disabled, {@code AccessDenied} where Block
     *     Public Access forbids a public one, {@code InvalidArgument}
     */
    static String of(S3Request request, Bucket bucket) {
        String acl = request.header("x-amz-acl").orElse(PRIVATE);
        if (!KNOWN.contains(acl)) {
            throw S3Errors.invalidArgument("x-amz-acl", acl, "Invalid canned ACL");
        }
        boolean grants = request.http().headers().keySet().stream().anyMatch(name -> name.startsWith("x-amz-grant-"));
        if (OwnershipControls.disableAcls(bucket) && (grants || !OF_OWNER.contains(acl))) {
            throw new AwsError(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
        }
        if (grants) {
            throw S3Errors.notImplemented("x-amz-grant-*");
        }
        if (PUBLIC.contains(acl) && PublicAccessBlock.of(bucket).blockPublicAcls()) {
            throw S3Errors.accessDenied();
        }
        return acl;
    }

    /** Whether an ACL lets anybody read. */
    static boolean isPublicRead(String acl) {
        return acl.equals("public-read") || acl.equals("public-read-write");
    }
}
