// SPDX-License-Identifier: Apache-2.0
/** Amazon CloudFront as the domain needs it: what its errors mean, and distributions as it has them. */
@NullMarked
package dev.cfmanager.distributions.cloudfront;

import org.jspecify.annotations.NullMarked;
