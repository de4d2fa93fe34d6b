// SPDX-License-Identifier: Apache-2.0
/** DynamoDB tables: pages, opaque tokens, and JSON documents as attributes. */
@NullMarked
package dev.cfmanager.common.dynamo;

import org.jspecify.annotations.NullMarked;
