// SPDX-License-Identifier: Apache-2.0
/** Runs the JavaScript of CloudFront Functions and of Lambda@Edge, shut off from the machine it runs on. */
@NullMarked
package dev.cfmanager.awstwin.javascript;

import org.jspecify.annotations.NullMarked;
