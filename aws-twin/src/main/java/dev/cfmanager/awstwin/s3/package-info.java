// SPDX-License-Identifier: Apache-2.0
/** Amazon S3: buckets in their regions, objects, policies and who may read what. */
@NullMarked
package dev.cfmanager.awstwin.s3;

import org.jspecify.annotations.NullMarked;
