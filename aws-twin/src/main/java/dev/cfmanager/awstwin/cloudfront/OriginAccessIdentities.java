// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import java.util.Optional;

/** The origin access identities that exist: S3 accepts no policy that names another. */
public interface OriginAccessIdentities {

    /** The S3 canonical user id of an identity; empty when there is no such identity, or S3 cannot see it yet. */
    Optional<String> canonicalUser(String originAccessIdentityId);

    /** The identity behind a canonical user id. */
    Optional<String> identityOf(String canonicalUserId);
}
