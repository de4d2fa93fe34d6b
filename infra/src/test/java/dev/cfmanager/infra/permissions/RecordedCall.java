// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.permissions;

import java.util.List;
import java.util.Set;

/**
 * What one function was seen to ask AWS for, somewhere in the whole suite.
 *
 * @param function the function's logical id in the template
 * @param actions the IAM actions the call needed
 * @param resources the ARNs it touched, in the names of the stack
 * @param module the module whose tests made it
 */
record RecordedCall(String function, Set<String> actions, List<String> resources, String module) {}
