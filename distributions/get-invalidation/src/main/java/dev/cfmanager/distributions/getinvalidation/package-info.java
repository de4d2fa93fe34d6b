// SPDX-License-Identifier: Apache-2.0
/** Answers GET /distributions/{id}/invalidations/{invalidationId}. */
@NullMarked
package dev.cfmanager.distributions.getinvalidation;

import org.jspecify.annotations.NullMarked;
