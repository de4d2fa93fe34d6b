// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.cfmanager.templates.delete;

import org.jspecify.annotations.NullMarked;
