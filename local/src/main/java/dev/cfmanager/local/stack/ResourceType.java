// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.stack;

import dev.cfmanager.local.template.Properties;

/** Makes resources of one type. Made again over the same data, a resource is found and brought up to date, not doubled. */
@FunctionalInterface
public interface ResourceType {

    /**
     * Makes a resource.
     *
     * @param logicalId its name in the template
     * @param properties its properties, everything they refer to already made
     */
    Made make(String logicalId, Properties properties);
}
