// SPDX-License-Identifier: Apache-2.0
/** Creates the template's resources in the twin, one class per resource type, as CloudFormation would in AWS. */
@NullMarked
package dev.cfmanager.local.stack;

import org.jspecify.annotations.NullMarked;
