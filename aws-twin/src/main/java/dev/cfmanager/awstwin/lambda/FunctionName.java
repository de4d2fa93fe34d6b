// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Kernel;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a caller names a function: bare name, partial ARN or full ARN, each with or without a qualifier
 * (<a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke</a>, {@code FunctionName}).
 *
 * @param region where the function lives
 * @param name bare name
 * @param qualifier a version number, an alias or {@code $LATEST}; empty when the caller named none
 */
record FunctionName(String region, String name, Optional<String> qualifier) {
    static final String PATTERN =
            "(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?"
                    + "(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";

    private static final Pattern FULL = Pattern.compile(
            "(?:(?:arn:aws[a-zA-Z-]*:lambda:)?(?<region>[a-z]{2}-[a-z]+-\\d):)?(?:(?<account>\\d{12}):)?(?:function:)?"
                    + "(?<name>[a-zA-Z0-9-_]{1,64})(?::(?<qualifier>\\$LATEST|[a-zA-Z0-9-_]+))?");

    /**
     * Reads a reference as a caller in {@code callerRegion} means it.
     *
     * @throws AwsError {@code ValidationException} when it is no reference, {@code ResourceNotFoundException} when it
     *     names another region or account
     */
    static FunctionName parse(String reference, @Nullable String qualifierParameter, String callerRegion) {
        Matcher matcher = FULL.matcher(reference);
        if (!matcher.matches()) {
            throw new AwsError(
                    400,
                    "ValidationException",
                    "1 validation error detected: Value '" + reference
                            + "' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: "
                            + PATTERN);
        }
        String region = matcher.group("region") == null ? callerRegion : matcher.group("region");
        if (!region.equals(callerRegion)) {
            throw new AwsError(
                    404,
                    "ResourceNotFoundException",
                    "Functions from '" + region + "' are not reachable in this region ('" + callerRegion + "')");
        }
        String inReference = matcher.group("qualifier");
        if (inReference != null && qualifierParameter != null && !inReference.equals(qualifierParameter)) {
            throw new AwsError(
                    400,
                    "InvalidParameterValueException",
                    "The derived qualifier from the function name does not match the specified qualifier.");
        }
        String account = matcher.group("account");
        String name = matcher.group("name");
        if (account != null && !account.equals(Kernel.ACCOUNT)) {
            throw notFound("arn:aws:lambda:" + region + ":" + account + ":function:" + name);
        }
        return new FunctionName(
                region, name, Optional.ofNullable(inReference == null ? qualifierParameter : inReference));
    }

    /** The ARN without a qualifier. */
    String arn() {
        return "arn:aws:lambda:" + region + ":" + Kernel.ACCOUNT + ":function:" + name;
    }

    /** The ARN with the qualifier the caller gave, if any. */
    String qualifiedArn() {
        return qualifier.map(named -> arn() + ":" + named).orElse(arn());
    }

    AwsError notFound() {
        return notFound(qualifiedArn());
    }

    private static AwsError notFound(String arn) {
        return new AwsError(404, "ResourceNotFoundException", "Function not found: " + arn);
    }
}
