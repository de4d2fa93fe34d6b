// SPDX-License-Identifier: Apache-2.0
/** What a distribution has to know of the certificate that it shows to viewers. */
@NullMarked
package dev.cfmanager.distributions.certificate;

import org.jspecify.annotations.NullMarked;
