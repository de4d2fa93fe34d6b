// SPDX-License-Identifier: Apache-2.0
/**
 * What every service of the twin is built on: the wire ({@link dev.cfmanager.awstwin.kernel.TwinRequest},
 * {@link dev.cfmanager.awstwin.kernel.TwinResponse}), virtual time, seeded identifiers, storage, scripted faults and
 * the call log. Nothing here knows a service by name.
 */
@NullMarked
package dev.cfmanager.awstwin.kernel;

import org.jspecify.annotations.NullMarked;
