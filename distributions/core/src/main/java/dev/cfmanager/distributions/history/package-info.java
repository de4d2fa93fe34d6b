// SPDX-License-Identifier: Apache-2.0
/** What happened to a distribution: events, and the one place that writes them. */
@NullMarked
package dev.cfmanager.distributions.history;

import org.jspecify.annotations.NullMarked;
