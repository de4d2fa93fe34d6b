// SPDX-License-Identifier: Apache-2.0
/** Reads {@code template.yaml} as CloudFormation and SAM would: text in, values out. Knows no AWS client and no server. */
@NullMarked
package dev.cfmanager.local.template;

import org.jspecify.annotations.NullMarked;
