// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

/**
 * How much of everything an account may have, with AWS's defaults and the code it answers beyond them.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html">Quotas</a>
 */
public enum Quota {
    /** Distributions per account. */
    DISTRIBUTIONS(500, "TooManyDistributions"),
    /** Alternate domain names per distribution. */
    ALIASES_PER_DISTRIBUTION(100, "TooManyDistributionCNAMEs"),
    /** Origins per distribution. */
    ORIGINS_PER_DISTRIBUTION(100, "TooManyOrigins"),
    /** Origin groups per distribution. */
    ORIGIN_GROUPS_PER_DISTRIBUTION(10, "TooManyOriginGroupsPerDistribution"),
    /** Cache behaviors per distribution, the default one included. */
    CACHE_BEHAVIORS_PER_DISTRIBUTION(75, "TooManyCacheBehaviors"),
    /** Key groups that one cache behavior trusts. */
    KEY_GROUPS_PER_CACHE_BEHAVIOR(4, "TooManyKeyGroupsAssociatedToDistribution"),
    /** Headers that CloudFront adds to requests for one origin. */
    CUSTOM_HEADERS_PER_ORIGIN(30, "TooManyOriginCustomHeaders"),
    /** Distributions that use at least one Lambda@Edge function. */
    DISTRIBUTIONS_WITH_LAMBDA(500, "TooManyDistributionsWithLambdaAssociations"),
    /** Distributions that use one Lambda@Edge version. */
    DISTRIBUTIONS_PER_LAMBDA(500, "TooManyDistributionsWithSingleFunctionARN"),
    /** Lambda@Edge associations per distribution. */
    LAMBDAS_PER_DISTRIBUTION(100, "TooManyLambdaFunctionAssociations"),
    /** Distributions that use one origin access control. */
    DISTRIBUTIONS_PER_ORIGIN_ACCESS_CONTROL(100, "TooManyDistributionsAssociatedToOriginAccessControl"),
    /** Distributions that use one cache policy. */
    DISTRIBUTIONS_PER_CACHE_POLICY(100, "TooManyDistributionsAssociatedToCachePolicy"),
    /** Distributions that use one origin request policy. */
    DISTRIBUTIONS_PER_ORIGIN_REQUEST_POLICY(100, "TooManyDistributionsAssociatedToOriginRequestPolicy"),
    /** Distributions that use one response headers policy. */
    DISTRIBUTIONS_PER_RESPONSE_HEADERS_POLICY(100, "TooManyDistributionsAssociatedToResponseHeadersPolicy"),
    /** Distributions that use one CloudFront function. */
    DISTRIBUTIONS_PER_FUNCTION(100, "TooManyDistributionsWithFunctionAssociations"),
    /** CloudFront function associations per distribution. */
    FUNCTIONS_PER_DISTRIBUTION(100, "TooManyFunctionAssociations"),
    /** Origin access controls per account. */
    ORIGIN_ACCESS_CONTROLS(100, "TooManyOriginAccessControls"),
    /** Origin access identities per account. */
    ORIGIN_ACCESS_IDENTITIES(100, "TooManyCloudFrontOriginAccessIdentities"),
    /** Custom cache policies per account. */
    CACHE_POLICIES(20, "TooManyCachePolicies"),
    /** Custom origin request policies per account. */
    ORIGIN_REQUEST_POLICIES(20, "TooManyOriginRequestPolicies"),
    /** Custom response headers policies per account. */
    RESPONSE_HEADERS_POLICIES(20, "TooManyResponseHeadersPolicies"),
    /** Headers in one cache policy. */
    HEADERS_PER_CACHE_POLICY(10, "TooManyHeadersInCachePolicy"),
    /** Cookies in one cache policy. */
    COOKIES_PER_CACHE_POLICY(10, "TooManyCookiesInCachePolicy"),
    /** Query strings in one cache policy. */
    QUERY_STRINGS_PER_CACHE_POLICY(10, "TooManyQueryStringsInCachePolicy"),
    /** Headers in one origin request policy. */
    HEADERS_PER_ORIGIN_REQUEST_POLICY(10, "TooManyHeadersInOriginRequestPolicy"),
    /** Cookies in one origin request policy. */
    COOKIES_PER_ORIGIN_REQUEST_POLICY(10, "TooManyCookiesInOriginRequestPolicy"),
    /** Query strings in one origin request policy. */
    QUERY_STRINGS_PER_ORIGIN_REQUEST_POLICY(10, "TooManyQueryStringsInOriginRequestPolicy"),
    /** Custom headers in one response headers policy. */
    CUSTOM_HEADERS_PER_RESPONSE_HEADERS_POLICY(10, "TooManyCustomHeadersInResponseHeadersPolicy"),
    /** Removed headers in one response headers policy. */
    REMOVED_HEADERS_PER_RESPONSE_HEADERS_POLICY(10, "TooManyRemoveHeadersInResponseHeadersPolicy"),
    /** CloudFront Functions per account. */
    FUNCTIONS(100, "TooManyFunctions"),
    /** Key value stores per account. */
    KEY_VALUE_STORES(50, "EntityLimitExceeded"),
    /** Invalidation paths in progress per distribution. */
    INVALIDATION_PATHS(3000, "TooManyInvalidationsInProgress"),
    /** Invalidation paths with a wildcard in progress per distribution. */
    INVALIDATION_WILDCARDS(15, "TooManyInvalidationsInProgress");

    private final int awsDefault;
    private final String code;

    Quota(int awsDefault, String code) {
        this.awsDefault = awsDefault;
        this.code = code;
    }

    /** What an account has before it asks for more. */
    public int awsDefault() {
        return awsDefault;
    }

    /** The error code beyond the quota; HTTP status 400. */
    public String code() {
        return code;
    }
}
