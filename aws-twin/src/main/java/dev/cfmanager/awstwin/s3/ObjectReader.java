// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;

/** S3 as an origin sees it: reads without a signature, on behalf of somebody. */
public interface ObjectReader {

    /**
     * Answers a GET or HEAD whose host names the bucket (any REST or website host form) as that reader: the object with
     * its headers, or S3's own error answer (403 {@code AccessDenied}, 404 {@code NoSuchKey}, 301
     * {@code PermanentRedirect} ...). Never throws for a refusal.
     */
    TwinResponse read(TwinRequest request, Reader reader);
}
