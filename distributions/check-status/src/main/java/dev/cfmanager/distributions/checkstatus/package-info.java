// SPDX-License-Identifier: Apache-2.0
/** Takes the next steps towards a distribution's goal, for the status monitor. */
@NullMarked
package dev.cfmanager.distributions.checkstatus;

import org.jspecify.annotations.NullMarked;
