// SPDX-License-Identifier: Apache-2.0
/** Publishes the fetcher's JSON files where CloudFront can cache them. */
@NullMarked
package dev.cfmanager.datadistributor;

import org.jspecify.annotations.NullMarked;
