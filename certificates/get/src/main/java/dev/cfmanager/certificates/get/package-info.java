// SPDX-License-Identifier: Apache-2.0
/** {@code GET /certificates/{arn+}}. */
@NullMarked
package dev.cfmanager.certificates.get;

import org.jspecify.annotations.NullMarked;
