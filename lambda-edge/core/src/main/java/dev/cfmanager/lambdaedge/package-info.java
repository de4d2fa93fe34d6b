// SPDX-License-Identifier: Apache-2.0
/** Lambda@Edge functions that route viewers among origins: the domain's nouns and rules, shared by its operations. */
@NullMarked
package dev.cfmanager.lambdaedge;

import org.jspecify.annotations.NullMarked;
