// SPDX-License-Identifier: Apache-2.0
/** AWS Step Functions: standard workflows, interpreted from their Amazon States Language on virtual time. */
@NullMarked
package dev.cfmanager.awstwin.states;

import org.jspecify.annotations.NullMarked;
