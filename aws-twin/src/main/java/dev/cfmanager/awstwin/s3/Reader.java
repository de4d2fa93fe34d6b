// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

/** As whom an object is read; the bucket policy decides by it. */
public sealed interface Reader {

    /** Nobody in particular: a browser at the bucket's own address. */
    record Anonymous() implements Reader {}

    /** CloudFront through an origin access control: service principal {@code cloudfront.amazonaws.com}, {@code AWS:SourceArn} the distribution. */
    record Distribution(String arn) implements Reader {}

    /** CloudFront through an origin access identity. */
    record OriginAccessIdentity(String id, String canonicalUserId) implements Reader {}
}
