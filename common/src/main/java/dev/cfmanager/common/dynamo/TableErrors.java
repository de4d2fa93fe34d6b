// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.dynamo;

import dev.cfmanager.common.error.AwsErrorRules;
import dev.cfmanager.common.error.ErrorKind;

/**
 * What DynamoDB answers, and what it means to a caller: a table or index that is not there is the deployment's fault, never
 * the request's.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html">Errors of DynamoDB</a>
 */
public final class TableErrors {
    /** The table. */
    public static final AwsErrorRules RULES =
            AwsErrorRules.shared().and(ErrorKind.SERVER_MISCONFIGURED, "ResourceNotFoundException");

    private TableErrors() {}
}
