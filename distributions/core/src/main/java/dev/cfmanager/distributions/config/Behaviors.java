// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a behaviour lets through and keeps: paths, methods, and, where it has no cache policy, forwarded values and times
 * to live in seconds.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CacheBehavior.html">CacheBehavior</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern">Path patterns</a>
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AllowedMethods.html">AllowedMethods</a>
 */
final class Behaviors implements ConfigRule {
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_.*?$/~\"'@:+&-]{1,255}");
    private static final Set<String> READ = Set.of("GET", "HEAD");
    private static final Set<String> READ_AND_OPTIONS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> ALL = Set.of("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE");
    private static final List<String> COOKIES = List.of("none", "whitelist", "all");
    private static final long FOREVER = 3_153_600_000L;
    private static final long DAY = 86_400;
    private static final long YEAR = 31_536_000;

    @Override
    public void apply(ConfigDraft draft) {
        Checks checks = new Checks(draft.problems());
        paths(draft, checks);
        for (Part behavior : Part.behaviors(draft.config())) {
            behavior.child("AllowedMethods").ifPresent(allowed -> methods(behavior, allowed, checks));
            if (behavior.text("CachePolicyId").isEmpty()) {
                forwarding(behavior, checks);
            }
        }
    }

    private static void paths(ConfigDraft draft, Checks checks) {
        Set<String> seen = new HashSet<>();
        for (Part behavior : Part.root(draft.config()).items("CacheBehaviors")) {
            String pattern = behavior.text("PathPattern");
            if (pattern.isEmpty()) {
                checks.problem(behavior, "PathPattern", "is required");
            } else if (!PATH.matcher(pattern).matches()) {
                checks.problem(
                        behavior,
                        "PathPattern",
                        "must have 1 to 255 characters: letters, digits, _ - . * ? $ / ~ \" ' @ : + &");
            } else if (!seen.add(pattern)) {
                checks.problem(behavior, "PathPattern", "is used twice: " + pattern);
            }
        }
    }

    private static void methods(Part behavior, Part allowed, Checks checks) {
        List<String> items = behavior.texts("AllowedMethods");
        Set<String> methods = new HashSet<>(items);
        boolean known = methods.equals(READ) || methods.equals(READ_AND_OPTIONS) || methods.equals(ALL);
        if (!known || items.size() != methods.size()) {
            checks.problem(
                    behavior, "AllowedMethods", "must be GET and HEAD, or these and OPTIONS, or all seven methods");
        }
        List<String> keptItems = allowed.texts("CachedMethods");
        Set<String> kept = new HashSet<>(keptItems);
        boolean fits = (kept.equals(READ) || kept.equals(READ_AND_OPTIONS))
                && methods.containsAll(kept)
                && keptItems.size() == kept.size();
        if (allowed.node().has("CachedMethods") && !fits) {
            checks.problem(
                    allowed,
                    "CachedMethods",
                    "must be GET and HEAD, or these and OPTIONS, all of them allowed methods");
        }
    }

    private static void forwarding(Part behavior, Checks checks) {
        if (!behavior.text("OriginRequestPolicyId").isEmpty()) {
            checks.problem(behavior, "OriginRequestPolicyId", "needs a cache policy beside it: set CachePolicyId");
        }
        Optional<Part> values = behavior.child("ForwardedValues");
        if (values.isEmpty()) {
            checks.problem(behavior, "CachePolicyId", "is required, unless ForwardedValues say what is forwarded");
            return;
        }
        forwardedValues(values.get(), checks);
        timesToLive(behavior, checks);
    }

    private static void forwardedValues(Part values, Checks checks) {
        if (!values.node().has("QueryString")) {
            checks.problem(values, "QueryString", "is required");
        }
        Optional<Part> cookies = values.child("Cookies");
        if (cookies.isEmpty()) {
            checks.problem(values, "Cookies", "is required");
            return;
        }
        checks.required(cookies.get(), "Forward", COOKIES);
        boolean names = !cookies.get().texts("WhitelistedNames").isEmpty();
        if (names != cookies.get().text("Forward").equals("whitelist")) {
            checks.problem(cookies.get(), "WhitelistedNames", "must be given exactly where Forward is whitelist");
        }
    }

    /** CloudFront fills in what is left out: a day and a year, or as much as the shorter times ask for. */
    private static void timesToLive(Part behavior, Checks checks) {
        if (!behavior.node().has("MinTTL")) {
            checks.problem(behavior, "MinTTL", "is required beside ForwardedValues");
        }
        List.of("MinTTL", "DefaultTTL", "MaxTTL").forEach(member -> checks.range(behavior, member, 0, FOREVER));
        long least = seconds(behavior, "MinTTL", 0);
        long usual = seconds(behavior, "DefaultTTL", Math.max(least, DAY));
        long most = seconds(behavior, "MaxTTL", Math.max(usual, YEAR));
        if (least > usual || usual > most) {
            checks.problem(
                    behavior,
                    least > usual ? "MinTTL" : "DefaultTTL",
                    "must be at most " + (least > usual ? "DefaultTTL" : "MaxTTL") + ": " + least + ", " + usual + ", "
                            + most + " s are not in order");
        }
    }

    private static long seconds(Part behavior, String member, long ifAbsent) {
        JsonNode value = behavior.node().get(member);
        return value == null ? ifAbsent : value.longValue();
    }
}
