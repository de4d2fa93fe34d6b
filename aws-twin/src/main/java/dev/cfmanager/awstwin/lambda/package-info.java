// SPDX-License-Identifier: Apache-2.0
/** AWS Lambda: functions, versions, permissions, and their replicas at CloudFront's edge. */
@NullMarked
package dev.cfmanager.awstwin.lambda;

import org.jspecify.annotations.NullMarked;
