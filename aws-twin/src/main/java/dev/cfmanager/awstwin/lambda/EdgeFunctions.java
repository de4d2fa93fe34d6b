// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import java.util.Optional;

/** Lambda functions as CloudFront sees them. */
public interface EdgeFunctions {

    /** A published version by its qualified ARN; empty when it does not exist or the ARN names no numbered version. */
    Optional<EdgeFunction> version(String versionArn);

    /** A distribution now uses this version: replicas come to exist in every region. */
    void replicate(String versionArn, String distributionArn);

    /** A distribution no longer uses this version: its replicas drain for virtual hours, then the function may be deleted. */
    void withdraw(String versionArn, String distributionArn);

    /**
     * A published version.
     *
     * @param versionArn qualified ARN
     * @param state {@code Pending}, {@code Active}, {@code Inactive} or {@code Failed}
     * @param runtime such as {@code nodejs22.x}
     * @param handler such as {@code index.handler}
     * @param hasEnvironment whether it carries environment variables, which the edge refuses
     * @param zip the deployment package
     */
    @SuppressWarnings("ArrayRecordComponent") // packages are carried, never compared
    record EdgeFunction(
            String versionArn, String state, String runtime, String handler, boolean hasEnvironment, byte[] zip) {}
}
