// SPDX-License-Identifier: Apache-2.0
/** Distributions: record, configuration, reconciler: the domain's nouns and rules, shared by its operations. */
@NullMarked
package dev.cfmanager.distributions;

import org.jspecify.annotations.NullMarked;
