// SPDX-License-Identifier: Apache-2.0
/** AWS Certificate Manager. */
@NullMarked
package dev.cfmanager.awstwin.acm;

import org.jspecify.annotations.NullMarked;
