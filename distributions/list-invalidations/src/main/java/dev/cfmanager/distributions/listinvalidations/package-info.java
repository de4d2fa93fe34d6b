// SPDX-License-Identifier: Apache-2.0
/** Answers GET /distributions/{id}/invalidations. */
@NullMarked
package dev.cfmanager.distributions.listinvalidations;

import org.jspecify.annotations.NullMarked;
