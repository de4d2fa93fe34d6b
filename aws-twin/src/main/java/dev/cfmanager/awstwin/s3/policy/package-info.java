// SPDX-License-Identifier: Apache-2.0
/** Bucket policies: what S3 accepts as one, how it reads it back, what it allows and denies. Knows no bucket's state. */
@NullMarked
package dev.cfmanager.awstwin.s3.policy;

import org.jspecify.annotations.NullMarked;
