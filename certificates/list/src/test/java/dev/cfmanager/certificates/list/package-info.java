// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.cfmanager.certificates.list;

import org.jspecify.annotations.NullMarked;
