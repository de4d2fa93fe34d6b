// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3.policy;

import java.util.Set;

/**
 * What S3 calls public: a statement that allows something to nobody in particular.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status">the
 *     meaning of public</a>
 */
final class PublicAccess {
    /** Keys that, tied to fixed values, say for whom a statement is. */
    private static final Set<String> NARROWING = Set.of(
            "aws:principalorgid",
            "aws:principalorgpaths",
            "aws:principalaccount",
            "aws:principalarn",
            "aws:sourcearn",
            "aws:sourcevpc",
            "aws:sourcevpce",
            "aws:sourceowner",
            "aws:sourceaccount",
            "aws:sourceorgid",
            "aws:userid",
            "s3:x-amz-server-side-encryption-aws-kms-key-id",
            "s3:dataaccesspointarn",
            "s3:dataaccesspointaccount");

    private PublicAccess() {}

    /** Whether one statement makes its policy public. */
    static boolean isPublic(Statement statement) {
        boolean anybody =
                statement.exceptPrincipals() || statement.principals().stream().anyMatch(Principal::isAnybody);
        return statement.allows() && anybody && statement.conditions().stream().noneMatch(PublicAccess::narrows);
    }

    private static boolean narrows(Condition condition) {
        if (condition.key().equals("aws:sourceip")) {
            return condition.operator() == Operator.IpAddress
                    && condition.values().stream().map(AddressRange::parse).noneMatch(AddressRange::isPublic);
        }
        return NARROWING.contains(condition.key()) && condition.isFixed();
    }
}
