// SPDX-License-Identifier: Apache-2.0
/** {@code GET /openapi.json}. */
@NullMarked
package dev.cfmanager.infra.openapi;

import org.jspecify.annotations.NullMarked;
