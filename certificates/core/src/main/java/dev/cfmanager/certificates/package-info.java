// SPDX-License-Identifier: Apache-2.0
/** ACM certificates that CloudFront can use: the domain's nouns and rules, shared by its operations. */
@NullMarked
package dev.cfmanager.certificates;

import org.jspecify.annotations.NullMarked;
