// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.cfmanager.templates.update;

import org.jspecify.annotations.NullMarked;
