// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.cfmanager.origins.delete;

import org.jspecify.annotations.NullMarked;
