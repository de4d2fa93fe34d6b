// SPDX-License-Identifier: Apache-2.0
/** Templates of distributions: the domain's nouns and rules, shared by its operations. */
@NullMarked
package dev.cfmanager.templates;

import org.jspecify.annotations.NullMarked;
