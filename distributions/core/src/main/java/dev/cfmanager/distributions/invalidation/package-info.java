// SPDX-License-Identifier: Apache-2.0
/**
 * Invalidations that CloudFront does not take yet, because too many are in progress: kept in order, and handed over as
 * soon as it does.
 */
@NullMarked
package dev.cfmanager.distributions.invalidation;

import org.jspecify.annotations.NullMarked;
