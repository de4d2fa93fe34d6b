// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a client says of an object beside its bytes.
 *
 * @param headers response headers kept with it ({@code Content-Type}, {@code x-amz-server-side-encryption} ...)
 * @param metadata user metadata by lower-case name, without {@code x-amz-meta-}
 * @param tags its tags
 * @param acl its canned ACL
 */
record Details(Map<String, String> headers, Map<String, String> metadata, TagSet tags, String acl)
        implements Serializable {

    Details {
        headers = Collections.unmodifiableMap(new TreeMap<>(headers));
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    /**
     * What a request that makes an object says.
     *
     * @throws dev.cfmanager.awstwin.kernel.AwsError as {@link ObjectHeaders} and {@link CannedAcl} say
     */
    static Details of(S3Request request, Bucket bucket) {
        Map<String, String> headers = ObjectHeaders.standard(request);
        headers.putAll(ObjectHeaders.storage(request, bucket));
        return new Details(
                headers, ObjectHeaders.metadata(request), ObjectHeaders.tags(request), CannedAcl.of(request, bucket));
    }
}
