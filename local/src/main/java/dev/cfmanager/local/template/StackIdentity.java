// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.template;

import java.util.Map;

/**
 * Which stack the template is read for; the source of CloudFormation's pseudo parameters.
 *
 * @param name the stack's name; physical names are made from it
 * @param region where it stands, such as {@code us-east-1}
 * @param account twelve digits
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html">Pseudo parameters</a>
 */
public record StackIdentity(String name, String region, String account) {

    /** An ARN in this stack's region and account. */
    public String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
    }

    Map<String, String> pseudoParameters() {
        return Map.of(
                "AWS::AccountId",
                account,
                "AWS::Partition",
                "aws",
                "AWS::Region",
                region,
                "AWS::StackId",
                arn("cloudformation", "stack/" + name + "/" + name),
                "AWS::StackName",
                name,
                "AWS::URLSuffix",
                "amazonaws.com");
    }
}
