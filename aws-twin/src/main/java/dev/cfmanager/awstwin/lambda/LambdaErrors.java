// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import dev.cfmanager.awstwin.kernel.AwsError;

/** Lambda's refusals, as its <a href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html#API_CreateFunction_Errors">API reference</a> lists them. */
final class LambdaErrors {
    private LambdaErrors() {}

    static AwsError invalidParameter(String message) {
        return new AwsError(400, "InvalidParameterValueException", message);
    }

    static AwsError constraint(String value, String member, String constraint) {
        return new AwsError(
                400,
                "ValidationException",
                "1 validation error detected: Value '" + value + "' at '" + member + "' failed to satisfy constraint: "
                        + constraint);
    }

    static AwsError conflict(String message) {
        return new AwsError(409, "ResourceConflictException", message);
    }

    static AwsError notFound(String message) {
        return new AwsError(404, "ResourceNotFoundException", message);
    }

    static AwsError revisionMismatch() {
        return new AwsError(
                412,
                "PreconditionFailedException",
                "The RevisionId provided does not match the latest RevisionId. Call the GetFunction/GetAlias API to"
                        + " retrieve the latest RevisionId for your resource.");
    }
}
