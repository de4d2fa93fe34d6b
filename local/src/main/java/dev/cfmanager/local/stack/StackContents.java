// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.stack;

import dev.cfmanager.local.sam.ApiDefinition;
import dev.cfmanager.local.sam.FunctionDefinition;
import dev.cfmanager.local.sam.PolicyStatement;
import dev.cfmanager.local.signin.UserPool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What creating a stack brought to light beside the twin's own resources: what this process itself must serve. */
public final class StackContents {
    private final Map<String, FunctionDefinition> functions = new LinkedHashMap<>();
    private final Map<String, ApiDefinition> apis = new LinkedHashMap<>();
    private final Map<String, UserPool> userPools = new LinkedHashMap<>();
    private final Map<String, List<PolicyStatement>> managedPolicies = new LinkedHashMap<>();

    /** Statements of managed policies by their ARNs. */
    public Map<String, List<PolicyStatement>> managedPolicies() {
        return managedPolicies;
    }

    /** Functions by their physical names. */
    public Map<String, FunctionDefinition> functions() {
        return functions;
    }

    /** APIs by their ids, which is what routes refer to. */
    public Map<String, ApiDefinition> apis() {
        return apis;
    }

    /** User pools by their ARNs. */
    public Map<String, UserPool> userPools() {
        return userPools;
    }
}
