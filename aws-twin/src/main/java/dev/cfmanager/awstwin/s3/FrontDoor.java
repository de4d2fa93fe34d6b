// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Kernel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** What every request on a bucket passes: is it the right region, the expected owner, and may the requester do this? */
final class FrontDoor {
    /** How long the global name of a new bucket may lead to the wrong region: "can take up to 24 hours". */
    private static final Duration NAME_SPREADS = Duration.ofHours(24);

    private static final String GLOBAL_REGION = "us-east-1";

    private final Buckets buckets;
    private final Access access;
    private final InstantSource clock;

    FrontDoor(Buckets buckets, Access access, InstantSource clock) {
        this.buckets = buckets;
        this.access = access;
        this.clock = clock;
    }

    /**
     * The bucket a request names, when it may be asked here.
     *
     * @throws AwsError {@code NoSuchBucket}, {@code PermanentRedirect}, {@code TemporaryRedirect},
     *     {@code AuthorizationHeaderMalformed} or {@code AccessDenied}
     */
    Bucket enter(S3Request request) {
        checkEndpoint(request);
        Bucket bucket = buckets.get(request.bucket());
        checkRegion(request, bucket);
        checkOwner(request.header("x-amz-expected-bucket-owner").orElse(Kernel.ACCOUNT), bucket);
        return bucket;
    }

    /**
     * Another bucket that a request names: the source of a copy.
     *
     * @param expectedOwner the account the client expects to own it
     */
    Bucket other(String name, String expectedOwner) {
        Bucket bucket = buckets.get(name);
        checkOwner(expectedOwner, bucket);
        return bucket;
    }

    /**
     * Lets the requester pass with these permissions.
     *
     * @throws AwsError {@code AccessDenied}
     */
    void require(S3Request request, Bucket bucket, List<Permission> permissions) {
        permissions.forEach(permission -> access.require(request, bucket, permission));
    }

    /** Whether the requester has this permission. */
    boolean permits(S3Request request, Bucket bucket, Permission permission) {
        return access.permits(request, bucket, permission);
    }

    /** The region whose endpoint a request reached. */
    static String endpointRegion(S3Request request) {
        Address address = request.address();
        String otherwise =
                address.global() ? GLOBAL_REGION : request.requester().caller().region();
        return address.region().orElse(otherwise);
    }

    /** A regional endpoint accepts signatures for its own region only. */
    static void checkEndpoint(S3Request request) {
        String signedFor = request.requester().caller().region();
        request.address().region().ifPresent(region -> {
            if (request.requester().caller().signed() && !region.equals(signedFor)) {
                throw S3Errors.wrongSigningRegion(signedFor, region);
            }
        });
    }

    private void checkRegion(S3Request request, Bucket bucket) {
        Address address = request.address();
        boolean signed = request.requester().caller().signed();
        if (address.global() && address.bucketInHost()) {
            checkGlobalName(request, bucket, signed);
            return;
        }
        boolean regionKnown = signed || address.region().isPresent() || address.global();
        if (regionKnown && !endpointRegion(request).equals(bucket.region())) {
            throw S3Errors.permanentRedirect(bucket);
        }
    }

    /**
     * The global name of a bucket leads to its region once the name has spread.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html">request redirection</a>
     */
    private void checkGlobalName(S3Request request, Bucket bucket, boolean signed) {
        String signedFor = request.requester().caller().region();
        if (signed && !signedFor.equals(bucket.region())) {
            throw S3Errors.wrongSigningRegion(signedFor, bucket.region());
        }
        Instant spread = bucket.created().plus(NAME_SPREADS);
        boolean young =
                !bucket.region().equals(GLOBAL_REGION) && clock.instant().isBefore(spread);
        if (!signed && young) {
            throw S3Errors.temporaryRedirect(bucket);
        }
    }

    private static void checkOwner(String expected, Bucket bucket) {
        if (!expected.matches("\\d{12}")) {
            throw new AwsError(
                    400,
                    "InvalidBucketOwnerAWSAccountID",
                    "The value of the expected bucket owner parameter must be an AWS account ID");
        }
        if (!expected.equals(bucket.owner()) || !bucket.owner().equals(Kernel.ACCOUNT)) {
            throw S3Errors.accessDenied();
        }
    }
}
