// SPDX-License-Identifier: Apache-2.0
/** The API shell: what API Gateway sends, what every answer carries, and the one place that turns failures into answers. */
@NullMarked
package dev.cfmanager.common.api;

import org.jspecify.annotations.NullMarked;
