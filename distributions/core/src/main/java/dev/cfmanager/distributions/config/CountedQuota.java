// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import java.util.List;
import java.util.function.Function;

/**
 * AWS's quotas that a configuration alone can exceed, as an account has them before it asks for more.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html">Quotas</a>
 */
enum CountedQuota {
    /** Origins per distribution. */
    ORIGINS(100, "origins", Scope.DISTRIBUTION, "Origins"),
    /** Origin groups per distribution. */
    ORIGIN_GROUPS(10, "origin groups", Scope.DISTRIBUTION, "OriginGroups"),
    /** Alternate domain names per distribution. */
    ALIASES(100, "aliases", Scope.DISTRIBUTION, "Aliases"),
    /** Cache behaviours per distribution, the default one included. */
    CACHE_BEHAVIORS(75, "behaviours, the default one included", Scope.DISTRIBUTION, "CacheBehaviors"),
    /** Headers that CloudFront adds to requests for one origin. */
    CUSTOM_HEADERS(30, "custom headers", Scope.ORIGIN, "CustomHeaders"),
    /** Lambda@Edge associations per distribution. */
    LAMBDA_FUNCTIONS(100, "Lambda@Edge associations", Scope.BEHAVIORS, "LambdaFunctionAssociations"),
    /** CloudFront function associations per distribution. */
    FUNCTIONS(100, "CloudFront function associations", Scope.BEHAVIORS, "FunctionAssociations"),
    /** Headers that a behaviour without a cache policy forwards. */
    FORWARDED_HEADERS(10, "forwarded headers", Scope.FORWARDED_VALUES, "Headers"),
    /** Query strings that a behaviour without a cache policy caches by. */
    QUERY_STRINGS(10, "query strings", Scope.FORWARDED_VALUES, "QueryStringCacheKeys"),
    /** Cookies that a behaviour without a cache policy forwards by name. */
    COOKIES(10, "cookies", Scope.COOKIES, "WhitelistedNames");

    /** What is counted as one. */
    private enum Scope {
        DISTRIBUTION(root -> List.of(root)),
        ORIGIN(root -> root.items("Origins")),
        BEHAVIORS(root -> List.of(root)),
        FORWARDED_VALUES(root -> Part.behaviors(root.node()).stream()
                .flatMap(behavior -> behavior.child("ForwardedValues").stream())
                .toList()),
        COOKIES(root -> FORWARDED_VALUES.parts.apply(root).stream()
                .flatMap(values -> values.child("Cookies").stream())
                .toList());

        private final Function<Part, List<Part>> parts;

        Scope(Function<Part, List<Part>> parts) {
            this.parts = parts;
        }
    }

    private final int most;
    private final String what;
    private final Scope scope;
    private final String member;

    CountedQuota(int most, String what, Scope scope, String member) {
        this.most = most;
        this.what = what;
        this.scope = scope;
        this.member = member;
    }

    /** What an account has before it asks for more. */
    int most() {
        return most;
    }

    /** Notes where a configuration has more than {@code limit} of it. */
    void check(Part root, int limit, Checks checks) {
        for (Part part : scope.parts.apply(root)) {
            int count = count(part);
            if (count > limit) {
                checks.problem(
                        part,
                        scope == Scope.BEHAVIORS ? "DefaultCacheBehavior/" + member : member,
                        "CloudFront takes at most " + limit + " " + what + ", not " + count);
            }
        }
    }

    private int count(Part part) {
        if (scope == Scope.BEHAVIORS) {
            return Part.behaviors(part.node()).stream()
                    .mapToInt(behavior -> behavior.texts(member).size())
                    .sum();
        }
        int items = part.texts(member).size();
        return this == CACHE_BEHAVIORS ? items + 1 : items;
    }
}
