// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.AwsError;
import java.util.Set;

/**
 * Canned ACLs, by their names, and where they may be used.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl">canned ACLs</a>
 */
final class CannedAcl {
    static final String SETTING = "acl";
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

    /** The ACL of a bucket. */
    static String of(Bucket bucket) {
        return bucket.setting(SETTING).orElse(PRIVATE);
    }

    /** The ACL that a request gives to a new object; see {@link #checked} for refusals. */
    static String of(S3Request request, Bucket bucket) {
        return checked(request, bucket, request.header("x-amz-acl").orElse(PRIVATE));
    }

    /**
     * The ACL a request wants, if it may have it.
     *
     * @throws AwsError {@code AccessControlListNotSupported} where ACLs are disabled, {@code AccessDenied} where Block
     *     Public Access forbids a public one, {@code InvalidArgument}
     */
    static String checked(S3Request request, Bucket bucket, String acl) {
        boolean grants = known(request, acl);
        if (OwnershipControls.disableAcls(bucket) && (grants || !OF_OWNER.contains(acl))) {
            throw new AwsError(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
        }
        refuseGrants(grants);
        if (PUBLIC.contains(acl) && PublicAccessBlock.of(bucket).blockPublicAcls()) {
            throw S3Errors.accessDenied();
        }
        return acl;
    }

    /**
     * The ACL that a CreateBucket asks for; a new bucket blocks public access, so it cannot be a public one.
     *
     * @throws AwsError {@code InvalidBucketAclWithObjectOwnership}, {@code InvalidBucketAclWithBlockPublicAccessError}
     */
    static String atCreation(S3Request request, boolean aclsDisabled) {
        String acl = request.header("x-amz-acl").orElse(PRIVATE);
        boolean grants = known(request, acl);
        if (aclsDisabled && (grants || !acl.equals(PRIVATE))) {
            throw new AwsError(
                    400,
                    "InvalidBucketAclWithObjectOwnership",
                    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
        }
        refuseGrants(grants);
        if (PUBLIC.contains(acl)) {
            throw new AwsError(
                    400,
                    "InvalidBucketAclWithBlockPublicAccessError",
                    "Bucket cannot have public ACLs set with BlockPublicAccess enabled");
        }
        return acl;
    }

    /** Whether an ACL lets anybody read, in a bucket whose settings let it. */
    static boolean opens(Bucket bucket, String acl) {
        return (acl.equals("public-read") || acl.equals("public-read-write"))
                && !OwnershipControls.disableAcls(bucket)
                && !PublicAccessBlock.of(bucket).ignorePublicAcls();
    }

    /** Checks that the ACL exists, and says whether the request grants more by header. */
    private static boolean known(S3Request request, String acl) {
        if (!KNOWN.contains(acl)) {
            throw S3Errors.invalidArgument("x-amz-acl", acl, "Invalid canned ACL");
        }
        return request.http().headers().keySet().stream().anyMatch(name -> name.startsWith("x-amz-grant-"));
    }

    private static void refuseGrants(boolean grants) {
        if (grants) {
            throw S3Errors.notImplemented("x-amz-grant-*");
        }
    }
}
