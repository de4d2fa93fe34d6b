// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.startup;

import java.nio.file.Path;
import java.util.Map;

/**
 * What is deployed of a function.
 *
 * @param jar its jar
 * @param handler its handler's class
 * @param environment the variables that the template sets
 */
public record PackagedFunction(Path jar, String handler, Map<String, String> environment) {}
