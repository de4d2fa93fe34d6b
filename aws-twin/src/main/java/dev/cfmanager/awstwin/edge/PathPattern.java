// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

/**
 * CloudFront's path patterns: {@code *} stands for any characters or none, {@code ?} for exactly one; case counts; a
 * leading slash makes no difference.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern">Path pattern</a>
 */
final class PathPattern {
    private PathPattern() {}

    static boolean matches(String pattern, String path) {
        return matchesFrom(withSlash(pattern), withSlash(path));
    }

    private static String withSlash(String path) {
        return path.startsWith("/") || path.startsWith("*") ? path : "/" + path;
    }

    /** Matches with one step back per star, so that a hostile pattern costs at most pattern times path. */
    private static boolean matchesFrom(String pattern, String path) {
        int at = 0;
        int in = 0;
        int star = -1;
        int resume = 0;
        while (in < path.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resume = in;
            } else if (at < pattern.length() && (pattern.charAt(at) == '?' || pattern.charAt(at) == path.charAt(in))) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
