// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * An operation about to run.
 *
 * @param name the API operation, such as {@code CreateDistribution}
 * @param iamActions the IAM actions it needs, such as {@code s3:GetObject} for a HeadObject
 * @param resources the ARNs it touches, as IAM sees them; {@code *} where the action has no resource
 * @param run performs it; throws {@link AwsError} to refuse
 */
public record Operation(String name, Set<String> iamActions, List<String> resources, Supplier<TwinResponse> run) {

    /** The usual case: one action of the operation's own name on one resource. */
    public static Operation of(String service, String name, String resource, Supplier<TwinResponse> run) {
        return new Operation(name, Set.of(service + ":" + name), List.of(resource), run);
    }
}
