// SPDX-License-Identifier: Apache-2.0
/** Origins: S3 buckets that only CloudFront reads: the domain's nouns and rules, shared by its operations. */
@NullMarked
package dev.cfmanager.origins;

import org.jspecify.annotations.NullMarked;
