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
 * @param deletionPolicy what becomes of it when it leaves the stack; empty for CloudFormation's default
 * @param updateReplacePolicy what becomes of it when another takes its place; empty for CloudFormation's default
 * @param properties its properties, calls not yet evaluated
 */
public record TemplateResource(
        String logicalId,
        String type,
        Optional<String> condition,
        Optional<String> deletionPolicy,
        Optional<String> updateReplacePolicy,
        Map<String, Object> properties) {}
