// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.cfmanager.origins.update;

import org.jspecify.annotations.NullMarked;
