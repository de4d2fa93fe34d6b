// SPDX-License-Identifier: Apache-2.0
/** The twin's entrance: start it, reach it in memory or over loopback, script its faults, read its call log. */
@NullMarked
package dev.cfmanager.awstwin;

import org.jspecify.annotations.NullMarked;
