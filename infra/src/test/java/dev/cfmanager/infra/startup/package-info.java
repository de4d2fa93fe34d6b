// SPDX-License-Identifier: Apache-2.0
/** What runs in a packaged function's own process; the JDK, the layer and the function's jar are all it may use. */
@NullMarked
package dev.cfmanager.infra.startup;

import org.jspecify.annotations.NullMarked;
