// SPDX-License-Identifier: Apache-2.0
/** AWS SDK clients: built once per execution environment, with one retry policy bounded by the invocation's time. */
@NullMarked
package dev.cfmanager.common.aws;

import org.jspecify.annotations.NullMarked;
