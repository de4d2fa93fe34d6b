// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.cfmanager.certificates.get;

import org.jspecify.annotations.NullMarked;
