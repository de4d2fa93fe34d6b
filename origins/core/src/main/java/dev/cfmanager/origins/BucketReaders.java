// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may read a bucket, as far as this manager decides it.
 *
 * @param bucket the bucket
 * @param distributionArns distributions that read through the origin access control
 * @param identities the identities that others read through
 * @param missingObjectsAre404 whether readers may list, so that S3 tells them 404 instead of 403
 * @param everybody whether anybody may read without CloudFront
 */
public record BucketReaders(
        String bucket,
        Set<String> distributionArns,
        Collection<OaiGrant> identities,
        boolean missingObjectsAre404,
        boolean everybody) {

    /** Copies its collections, in order. */
    public BucketReaders {
        distributionArns = new TreeSet<>(distributionArns);
        identities = List.copyOf(identities);
    }

    /** The readers an origin's record names. */
    public static BucketReaders of(Origin origin) {
        return new BucketReaders(
                origin.bucketName(),
                origin.distributionArns(),
                origin.oaiGrants().values(),
                origin.missingObjectsAre404(),
                origin.publicRead());
    }

    /** Whether nobody may. */
    public boolean none() {
        return distributionArns.isEmpty() && identities.isEmpty() && !everybody;
    }
}
