// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.Optional;
import java.util.Set;

/**
 * Who owns the objects of a bucket, and with that whether ACLs mean anything.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html">Object Ownership</a>
 */
final class OwnershipControls {
    static final String SETTING = "ownershipControls";

    /** The default: ACLs are disabled. */
    static final String BUCKET_OWNER_ENFORCED = "BucketOwnerEnforced";

    private static final Set<String> VALUES = Set.of(BUCKET_OWNER_ENFORCED, "BucketOwnerPreferred", "ObjectWriter");

    private OwnershipControls() {}

    /** The document a CreateBucket asks for. */
    static String ofHeader(S3Request request) {
        String ownership = request.header("x-amz-object-ownership").orElse(BUCKET_OWNER_ENFORCED);
        if (!VALUES.contains(ownership)) {
            throw S3Errors.invalidArgument(
                    "x-amz-object-ownership", ownership, "Invalid x-amz-object-ownership header: " + ownership);
        }
        return document(ownership);
    }

    /** The document of a PutBucketOwnershipControls. */
    static String ofBody(S3Request request) {
        XmlElement sent = request.document("OwnershipControls");
        Optional<String> ownership = sent.child("Rule")
                .flatMap(rule -> rule.childText("ObjectOwnership"))
                .filter(VALUES::contains);
        if (ownership.isEmpty() || sent.children("Rule").size() != 1) {
            throw S3Errors.malformedXml();
        }
        return document(ownership.get());
    }

    /** Whether a bucket has ACLs disabled. */
    static boolean disableAcls(Bucket bucket) {
        return disableAcls(bucket.setting(SETTING));
    }

    /** Whether a document disables ACLs. */
    static boolean disableAcls(Optional<String> controls) {
        return controls.filter(document(BUCKET_OWNER_ENFORCED)::equals).isPresent();
    }

    private static String document(String ownership) {
        return XmlElement.of("OwnershipControls", XmlElement.of("Rule", XmlElement.of("ObjectOwnership", ownership)))
                .document(S3.NAMESPACE);
    }
}
