// SPDX-License-Identifier: Apache-2.0
/** Amazon EventBridge as far as a SAM template declares it: schedules, and S3 events. Not reachable on the wire. */
@NullMarked
package dev.cfmanager.awstwin.events;

import org.jspecify.annotations.NullMarked;
