// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.cloudfront;

import dev.cfmanager.common.error.AwsErrorRules;
import dev.cfmanager.common.error.ErrorKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What every error code of CloudFront's model means to our callers. A code is here on purpose, so that a new SDK's new
 * code is noticed and judged instead of falling to its status.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/CommonErrors.html">CloudFront errors</a>
 */
public final class CloudFrontErrors {
    /** No such thing, where the caller named it. */
    private static final List<String> UNKNOWN = List.of(
            "NoSuchCloudFrontOriginAccessIdentity",
            "NoSuchDistribution",
            "NoSuchFunctionExists",
            "NoSuchInvalidation",
            "NoSuchMonitoringSubscription",
            "NoSuchOriginAccessControl",
            "NoSuchPublicKey",
            "NoSuchResource",
            "NoSuchStreamingDistribution");

    /** The state of things does not allow it. */
    private static final List<String> NOT_NOW = List.of(
            "CNAMEAlreadyExists",
            "CachePolicyAlreadyExists",
            "CachePolicyInUse",
            "CannotDeleteEntityWhileInUse",
            "CannotUpdateEntityWhileInUse",
            "CloudFrontOriginAccessIdentityAlreadyExists",
            "CloudFrontOriginAccessIdentityInUse",
            "ContinuousDeploymentPolicyAlreadyExists",
            "ContinuousDeploymentPolicyInUse",
            "DistributionAlreadyExists",
            "DistributionNotDisabled",
            "EntityAlreadyExists",
            "FieldLevelEncryptionConfigAlreadyExists",
            "FieldLevelEncryptionConfigInUse",
            "FieldLevelEncryptionProfileAlreadyExists",
            "FieldLevelEncryptionProfileInUse",
            "FunctionAlreadyExists",
            "FunctionInUse",
            "InvalidIfMatchVersion",
            "InvalidationBatchAlreadyExists",
            "KeyGroupAlreadyExists",
            "MonitoringSubscriptionAlreadyExists",
            "OriginAccessControlAlreadyExists",
            "OriginAccessControlInUse",
            "OriginRequestPolicyAlreadyExists",
            "OriginRequestPolicyInUse",
            "PreconditionFailed",
            "PublicKeyAlreadyExists",
            "PublicKeyInUse",
            "RealtimeLogConfigAlreadyExists",
            "RealtimeLogConfigInUse",
            "ResourceInUse",
            "ResourceNotDisabled",
            "ResponseHeadersPolicyAlreadyExists",
            "ResponseHeadersPolicyInUse",
            "StagingDistributionInUse",
            "StreamingDistributionAlreadyExists",
            "StreamingDistributionNotDisabled");

    /** An account's quota, or the size of a configuration, is exhausted. */
    private static final List<String> TOO_MANY = List.of(
            "EntityLimitExceeded",
            "TooManyCacheBehaviors",
            "TooManyCachePolicies",
            "TooManyCertificates",
            "TooManyCloudFrontOriginAccessIdentities",
            "TooManyContinuousDeploymentPolicies",
            "TooManyCookieNamesInWhiteList",
            "TooManyCookiesInCachePolicy",
            "TooManyCookiesInOriginRequestPolicy",
            "TooManyCustomHeadersInResponseHeadersPolicy",
            "TooManyDistributionCNAMEs",
            "TooManyDistributions",
            "TooManyDistributionsAssociatedToCachePolicy",
            "TooManyDistributionsAssociatedToFieldLevelEncryptionConfig",
            "TooManyDistributionsAssociatedToKeyGroup",
            "TooManyDistributionsAssociatedToOriginAccessControl",
            "TooManyDistributionsAssociatedToOriginRequestPolicy",
            "TooManyDistributionsAssociatedToResponseHeadersPolicy",
            "TooManyDistributionsWithFunctionAssociations",
            "TooManyDistributionsWithLambdaAssociations",
            "TooManyDistributionsWithSingleFunctionARN",
            "TooManyFieldLevelEncryptionConfigs",
            "TooManyFieldLevelEncryptionContentTypeProfiles",
            "TooManyFieldLevelEncryptionEncryptionEntities",
            "TooManyFieldLevelEncryptionFieldPatterns",
            "TooManyFieldLevelEncryptionProfiles",
            "TooManyFieldLevelEncryptionQueryArgProfiles",
            "TooManyFunctionAssociations",
            "TooManyFunctions",
            "TooManyHeadersInCachePolicy",
            "TooManyHeadersInForwardedValues",
            "TooManyHeadersInOriginRequestPolicy",
            "TooManyKeyGroups",
            "TooManyKeyGroupsAssociatedToDistribution",
            "TooManyLambdaFunctionAssociations",
            "TooManyOriginAccessControls",
            "TooManyOriginCustomHeaders",
            "TooManyOriginGroupsPerDistribution",
            "TooManyOriginRequestPolicies",
            "TooManyOrigins",
            "TooManyPublicKeys",
            "TooManyPublicKeysInKeyGroup",
            "TooManyQueryStringParameters",
            "TooManyQueryStringsInCachePolicy",
            "TooManyQueryStringsInOriginRequestPolicy",
            "TooManyRealtimeLogConfigs",
            "TooManyRemoveHeadersInResponseHeadersPolicy",
            "TooManyResponseHeadersPolicies",
            "TooManyStreamingDistributionCNAMEs",
            "TooManyStreamingDistributions",
            "TooManyTrustedSigners");

    /** The configuration is wrong, or names something that does not exist. */
    private static final List<String> WRONG = List.of(
            "BatchTooLarge",
            "CannotChangeImmutablePublicKeyFields",
            "EntityNotFound",
            "EntitySizeLimitExceeded",
            "FieldLevelEncryptionProfileSizeExceeded",
            "FunctionSizeLimitExceeded",
            "IllegalDelete",
            "IllegalFieldLevelEncryptionConfigAssociationWithCacheBehavior",
            "IllegalOriginAccessConfiguration",
            "IllegalUpdate",
            "InconsistentQuantities",
            "InvalidArgument",
            "InvalidAssociation",
            "InvalidDefaultRootObject",
            "InvalidDomainNameForOriginAccessControl",
            "InvalidErrorCode",
            "InvalidForwardCookies",
            "InvalidFunctionAssociation",
            "InvalidGeoRestrictionParameter",
            "InvalidHeadersForS3Origin",
            "InvalidLambdaFunctionAssociation",
            "InvalidLocationCode",
            "InvalidMinimumProtocolVersion",
            "InvalidOrigin",
            "InvalidOriginAccessControl",
            "InvalidOriginAccessIdentity",
            "InvalidOriginKeepaliveTimeout",
            "InvalidOriginReadTimeout",
            "InvalidProtocolSettings",
            "InvalidQueryStringParameters",
            "InvalidRelativePath",
            "InvalidRequiredProtocol",
            "InvalidResponseCode",
            "InvalidTTLOrder",
            "InvalidTagging",
            "InvalidViewerCertificate",
            "InvalidWebACLId",
            "MissingBody",
            "NoSuchCachePolicy",
            "NoSuchContinuousDeploymentPolicy",
            "NoSuchFieldLevelEncryptionConfig",
            "NoSuchFieldLevelEncryptionProfile",
            "NoSuchOrigin",
            "NoSuchOriginRequestPolicy",
            "NoSuchRealtimeLogConfig",
            "NoSuchResponseHeadersPolicy",
            "QueryArgProfileEmpty",
            "RealtimeLogConfigOwnerMismatch",
            "TestFunctionFailed",
            "TooLongCSPInResponseHeadersPolicy",
            "TrustedKeyGroupDoesNotExist",
            "TrustedSignerDoesNotExist",
            "UnsupportedOperation");

    /** What each code means. */
    static final Map<String, ErrorKind> CODES = codes();

    /** The shared rules and CloudFront's. */
    public static final AwsErrorRules RULES = rules();

    private CloudFrontErrors() {}

    private static Map<String, ErrorKind> codes() {
        Map<String, ErrorKind> codes = new HashMap<>();
        UNKNOWN.forEach(code -> codes.put(code, ErrorKind.NOT_FOUND));
        NOT_NOW.forEach(code -> codes.put(code, ErrorKind.CONFLICT));
        TOO_MANY.forEach(code -> codes.put(code, ErrorKind.QUOTA_EXCEEDED));
        WRONG.forEach(code -> codes.put(code, ErrorKind.INVALID_CONFIGURATION));
        codes.put("TooManyInvalidationsInProgress", ErrorKind.THROTTLED); // they end by themselves
        codes.put("AccessDenied", ErrorKind.AWS_ACCESS_DENIED); // our own role is at fault, not the caller
        return Map.copyOf(codes);
    }

    private static AwsErrorRules rules() {
        AwsErrorRules rules = AwsErrorRules.shared();
        for (Map.Entry<String, ErrorKind> code : CODES.entrySet()) {
            rules = rules.and(code.getValue(), code.getKey());
        }
        return rules;
    }
}
