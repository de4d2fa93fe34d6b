// SPDX-License-Identifier: Apache-2.0
/**
 * Amazon DynamoDB: AWS's own DynamoDB Local answers, embedded; this package only carries requests to it and says which
 * permissions they need.
 */
@NullMarked
package dev.cfmanager.awstwin.dynamodb;

import org.jspecify.annotations.NullMarked;
