// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.cfmanager.templates.apply;

import org.jspecify.annotations.NullMarked;
