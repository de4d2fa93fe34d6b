// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the tests of each service against AWS as it stands here: the twin in memory and over HTTP, or, with
 * {@code -Dconformance.endpoint=URL}, whatever answers there, with a score per service at the end.
 */
package dev.cfmanager.awstwin.conformance;
