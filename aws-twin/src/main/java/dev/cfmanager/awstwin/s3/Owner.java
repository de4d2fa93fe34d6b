// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.XmlElement;

/** The account as S3's documents show it: by its canonical user id. */
final class Owner {
    /** The account's canonical user id. */
    static final String CANONICAL_ID = "c0ffee5b9f7a4d1e8c3b6a2f0d9e7c5b1a3f8e6d4c2b0a9f7e5d3c1b9a8f6e4d";

    private Owner() {}

    static XmlElement element(String name) {
        return XmlElement.of(name, XmlElement.of("ID", CANONICAL_ID));
    }
}
