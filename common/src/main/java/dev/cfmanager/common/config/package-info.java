// SPDX-License-Identifier: Apache-2.0
/** What a function is given from outside: environment variables, clients, clock, ids. */
@NullMarked
package dev.cfmanager.common.config;

import org.jspecify.annotations.NullMarked;
