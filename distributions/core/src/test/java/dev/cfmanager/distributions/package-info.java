// SPDX-License-Identifier: Apache-2.0
/** What tests of the domain share: sample records, a repository in memory, a stage with tables on a twin. */
@NullMarked
package dev.cfmanager.distributions;

import org.jspecify.annotations.NullMarked;
