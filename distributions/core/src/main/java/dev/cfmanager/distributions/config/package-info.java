// SPDX-License-Identifier: Apache-2.0
/**
 * Distribution configurations: from what a client sends to what CloudFront takes. Each concern of the normalisation is a
 * class of its own, working on JSON in AWS's member names; {@link dev.cfmanager.distributions.config.ConfigJson} turns
 * that into the SDK's model and back.
 */
@NullMarked
package dev.cfmanager.distributions.config;

import org.jspecify.annotations.NullMarked;
