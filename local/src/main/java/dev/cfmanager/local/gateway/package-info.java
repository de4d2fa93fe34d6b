// SPDX-License-Identifier: Apache-2.0
/** Stands where Amazon API Gateway stands: routes, tokens, limits, proxy events, and errors in its own words. */
@NullMarked
package dev.cfmanager.local.gateway;

import org.jspecify.annotations.NullMarked;
