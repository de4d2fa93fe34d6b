// SPDX-License-Identifier: Apache-2.0
/** Amazon CloudFront: the control plane. What its edge locations do with a viewer's request is in {@code edge}. */
@NullMarked
package dev.cfmanager.awstwin.cloudfront;

import org.jspecify.annotations.NullMarked;
