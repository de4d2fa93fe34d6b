// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;

/** CloudFront's successful answers. */
final class Answers {
    /** The namespace of CloudFront's API version. */
    static final String NAMESPACE = "http://cloudfront.amazonaws.com/doc/2020-05-31/";

    private Answers() {}

    static TwinResponse ok(XmlElement root) {
        return TwinResponse.xml(200, root.document(Answers.NAMESPACE));
    }

    static TwinResponse ok(XmlElement root, String etag) {
        return ok(root).with("ETag", etag);
    }

    static TwinResponse created(XmlElement root, String etag, String path) {
        return TwinResponse.xml(201, root.document(Answers.NAMESPACE))
                .with("ETag", etag)
                .with("Location", "https://cloudfront.amazonaws.com/2020-05-31/" + path);
    }

    static TwinResponse noContent() {
        return TwinResponse.empty(204);
    }
}
