// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.cfmanager.templates.create;

import org.jspecify.annotations.NullMarked;
