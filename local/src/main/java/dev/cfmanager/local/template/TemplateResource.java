// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.template;

import java.util.Map;
import java.util.Optional;

/**
 * A resource as written, with {@code Globals} already merged in.
 *
 * @param logicalId its name in the template
 * @param type such as {@code AWS::DynamoDB::Table}
 * @param condition the condition under which it exists; empty for always
 * @param properties its properties, calls not yet evaluated
 */
public record TemplateResource(
        String logicalId, String type, Optional<String> condition, Map<String, Object> properties) {}
