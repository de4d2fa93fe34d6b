// SPDX-License-Identifier: Apache-2.0
/**
 * Distributions: the record, its repository and what is said of it on the wire. Configurations, history, CloudFront and
 * the reconciler have packages of their own below.
 */
@NullMarked
package dev.cfmanager.distributions;

import org.jspecify.annotations.NullMarked;
