// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.XmlElement;

/**
 * The four switches of Block Public Access.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html">Block
 *     Public Access</a>
 * @param blockPublicAcls refuses new public ACLs
 * @param ignorePublicAcls takes public ACLs for private ones
 * @param blockPublicPolicy refuses new public policies
 * @param restrictPublicBuckets keeps a bucket with a public policy to AWS services and its account
 */
record PublicAccessBlock(
        boolean blockPublicAcls, boolean ignorePublicAcls, boolean blockPublicPolicy, boolean restrictPublicBuckets) {
    /** The setting's subresource. */
    static final String SETTING = "publicAccessBlock";

    private static final String ROOT = "PublicAccessBlockConfiguration";

    /** What every new bucket has since April 2023. */
    static final PublicAccessBlock ALL = new PublicAccessBlock(true, true, true, true);

    /** The switches of a bucket; all off when it has none. */
    static PublicAccessBlock of(Bucket bucket) {
        return bucket.setting(SETTING)
                .flatMap(XmlElement::parse)
                .map(PublicAccessBlock::read)
                .orElseGet(() -> new PublicAccessBlock(false, false, false, false));
    }

    /** Reads the document; a switch that is not there is off. */
    static PublicAccessBlock read(XmlElement document) {
        return new PublicAccessBlock(
                flag(document, "BlockPublicAcls"),
                flag(document, "IgnorePublicAcls"),
                flag(document, "BlockPublicPolicy"),
                flag(document, "RestrictPublicBuckets"));
    }

    /** The document of a request that sets it. */
    static PublicAccessBlock of(S3Request request) {
        return read(request.document(ROOT));
    }

    /** The document S3 answers. */
    String document() {
        return XmlElement.of(
                        ROOT,
                        XmlElement.of("BlockPublicAcls", blockPublicAcls),
                        XmlElement.of("IgnorePublicAcls", ignorePublicAcls),
                        XmlElement.of("BlockPublicPolicy", blockPublicPolicy),
                        XmlElement.of("RestrictPublicBuckets", restrictPublicBuckets))
                .document(S3.NAMESPACE);
    }

    private static boolean flag(XmlElement document, String name) {
        return document.childText(name)
                .map(text -> text.strip().equalsIgnoreCase("true"))
                .orElse(false);
    }
}
