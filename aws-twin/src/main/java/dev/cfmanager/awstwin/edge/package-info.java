// SPDX-License-Identifier: Apache-2.0
/**
 * CloudFront's edge locations: what a viewer gets. A request runs through viewer functions, cache behaviors, the cache,
 * origin functions and the origin, on virtual time. The configuration comes from {@code cloudfront}.
 */
@NullMarked
package dev.cfmanager.awstwin.edge;

import org.jspecify.annotations.NullMarked;
