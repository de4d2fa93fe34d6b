// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

/**
 * Why a file is not published.
 *
 * @param errorType machine-readable kind, such as {@code InvalidJson}
 * @param error what is wrong and what to do, for people
 */
record Unfit(String errorType, String error) {}
