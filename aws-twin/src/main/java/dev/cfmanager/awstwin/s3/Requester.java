// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.Caller;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.s3.policy.Asker;
import java.util.Optional;

/**
 * Who stands behind a request: an identity of the account, or a {@link Reader} without a signature of its own.
 *
 * @param caller the signer; anonymous for a reader
 * @param reader empty for a signed request
 */
record Requester(Caller caller, Optional<Reader> reader) {

    static Requester of(Caller caller) {
        return new Requester(caller, caller.signed() ? Optional.empty() : Optional.of(new Reader.Anonymous()));
    }

    static Requester of(Reader reader) {
        return new Requester(Caller.anonymous(), Optional.of(reader));
    }

    /** Whether it is an identity of the account, which may do everything that no policy denies. */
    boolean ofAccount() {
        return reader.isEmpty();
    }

    /** How policies see the requester. */
    Asker asker() {
        return reader.map(Requester::asker).orElseGet(() -> Asker.identity(Kernel.ACCOUNT, caller.identity()));
    }

    private static Asker asker(Reader reader) {
        if (reader instanceof Reader.Distribution distribution) {
            return Asker.service("cloudfront.amazonaws.com", distribution.arn());
        }
        if (reader instanceof Reader.OriginAccessIdentity identity) {
            return Asker.originAccessIdentity(identity.id());
        }
        return Asker.anonymous();
    }
}
