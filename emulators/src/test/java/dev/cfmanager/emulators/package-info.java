// SPDX-License-Identifier: Apache-2.0
/** The stack on emulators that are not ours. */
package dev.cfmanager.emulators;
