// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.config;

/** Every environment variable a function may read. What each is set to is {@code template.yaml}'s business. */
public enum EnvironmentVariable {
    /** Table of distributions. */
    DISTRIBUTIONS_TABLE,
    /** Table of distribution templates. */
    TEMPLATES_TABLE,
    /** Table of origins. */
    ORIGINS_TABLE,
    /** Table of distribution history. */
    HISTORY_TABLE,
    /** Table of invalidations that wait for CloudFront. */
    INVALIDATIONS_TABLE,
    /** Table of Lambda@Edge functions. */
    LAMBDA_EDGE_FUNCTIONS_TABLE,
    /** Table of the first answers to requests with an {@code Idempotency-Key}. */
    IDEMPOTENCY_TABLE,
    /** Table of the turns in which background work calls AWS. */
    TURNS_TABLE,
    /** Id of the stack's own cache policy; optional. */
    CUSTOM_CACHE_POLICY_ID,
    /** What AWS has raised for the account, such as {@code ALIASES=250,ORIGINS=150}; AWS's defaults where not set. */
    CLOUDFRONT_QUOTAS,
    /** ARN of the CloudFront function that answers folders of websites with their index document; optional. */
    DIRECTORY_INDEX_FUNCTION_ARN,
    /** ARN of the state machine that watches deployments. */
    STATUS_MONITOR_STATE_MACHINE_ARN,
    /** Older name of {@link #STATUS_MONITOR_STATE_MACHINE_ARN}, read where that is not set. */
    DEPLOYMENT_STATE_MACHINE_ARN,
    /** Execution role of generated Lambda@Edge functions. */
    LAMBDA_EDGE_EXECUTION_ROLE_ARN,
    /** Node.js runtime of generated Lambda@Edge functions. */
    LAMBDA_EDGE_RUNTIME,
    /** {@code true} where a first deployment is followed by an update that has edge functions replicated again. */
    LAMBDA_EDGE_REPLICATION_TRIGGER,
    /** What the names of managed buckets begin with; any name where it is not set. */
    BUCKET_NAME_PREFIX,
    /** {@code true} where origins may be opened to readers without CloudFront; default {@code false}. */
    ALLOW_PUBLIC_READ,
    /** What deleting an origin does to a filled bucket: {@code purge} (default) or {@code confirm}. */
    ORIGIN_DELETE_MODE,
    /** Browser origins allowed by CORS, comma separated; {@code *} only for development. */
    CORS_ALLOWED_ORIGINS,
    /** Cognito group that may change everything; default {@code Administrators}. */
    ADMIN_GROUP,
    /** Cognito group that may watch and invalidate; default {@code Operators}. */
    OPERATOR_GROUP,
    /** Days that history items are kept; default 365. */
    HISTORY_TTL_DAYS,
    /** Table of the data distributor: manifest, lease and runs. */
    DATA_DISTRIBUTIONS_TABLE,
    /** Bucket that the fetcher writes data files to. */
    DATA_SOURCE_BUCKET,
    /** Region of that bucket; default the stack's. */
    DATA_SOURCE_REGION,
    /** Prefix of the fetcher's current files. */
    DATA_SOURCE_PREFIX,
    /** Website bucket that data files are published to; empty switches the data distributor off. */
    DISTRIBUTION_BUCKET,
    /** Region of that bucket; default the stack's. */
    DISTRIBUTION_BUCKET_REGION,
    /** Prefix of published data files. */
    DISTRIBUTION_KEY_PREFIX,
    /** CloudFront distribution to invalidate after data files changed; optional. */
    DISTRIBUTION_ID,
    /** CloudFront function that gives readers one set of data files; optional. */
    DATA_SWITCH_FUNCTION,
    /** Names of the data files, comma separated. */
    DATA_FILES,
    /** Seconds that browsers and CloudFront may keep a data file; default 300. */
    CACHE_MAX_AGE,
    /** Share of its last size, in percent, below which a data file is not published; default 50. */
    MIN_SIZE_PERCENT,
    /** Region of the stack; set by Lambda itself. */
    AWS_REGION,
    /** Name of the function; set by Lambda itself. */
    AWS_LAMBDA_FUNCTION_NAME
}
