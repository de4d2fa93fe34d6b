// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.invalidate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Fields;
import dev.cfmanager.common.json.Problems;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the body of {@code POST /distributions/{id}/invalidate} asks for: {@code {"paths": ["/index.html", "/images/*"],
 * "callerReference": "..."}}.
 *
 * @param paths 1 to 3,000 different paths, in the order given
 * @param callerReference what makes the request the same when sent again; empty when the client has none
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html">What to specify</a>
 */
record InvalidationSpec(List<String> paths, Optional<String> callerReference) {
    private static final int MOST_PATHS = 3_000;
    private static final int LONGEST_PATH = 4_000;
    private static final int LONGEST_REFERENCE = 255;

    /** What a URL may not hold after its host, where a fragment may not be: all that is not percent-encoded properly. */
    private static final Pattern INVALID = Pattern.compile("[^A-Za-z0-9\\-._~!$&'()*+,;=:@/?%]|%(?![0-9A-Fa-f]{2})");

    InvalidationSpec {
        paths = List.copyOf(paths);
    }

    /**
     * Reads and checks a body.
     *
     * @throws OperationException VALIDATION_ERROR with every problem by its pointer
     */
    static InvalidationSpec of(Fields body) {
        Problems problems = body.problems();
        Optional<String> reference =
                body.optionalText("callerReference", LONGEST_REFERENCE).filter(text -> !text.isBlank());
        Set<String> paths = new LinkedHashSet<>();
        JsonNode given = body.node().path("paths");
        if (!given.isArray() || given.isEmpty()) {
            problems.add(
                    "/paths",
                    "must be a list of 1 to " + MOST_PATHS + " paths, such as [\"/index.html\", \"/images/*\"]");
        } else {
            for (int i = 0; i < given.size(); i++) {
                JsonNode path = given.get(i);
                String problem = path.isTextual() ? problemOf(path.textValue()) : "must be a text";
                if (problem.isEmpty()) {
                    paths.add(path.textValue());
                } else {
                    problems.add("/paths/" + i, problem);
                }
            }
            if (paths.size() > MOST_PATHS) {
                problems.add(
                        "/paths",
                        "has " + paths.size() + " different paths where " + MOST_PATHS
                                + " are the most; a wildcard reaches many, such as /images/*");
            }
        }
        problems.throwIfAny("Invalid invalidation");
        return new InvalidationSpec(List.copyOf(paths), reference);
    }

    /** What is wrong with a path; the empty string when nothing is. */
    private static String problemOf(String path) {
        if (!path.startsWith("/")) {
            return "must begin with /";
        }
        if (path.length() > LONGEST_PATH) {
            return "has " + path.length() + " characters where " + LONGEST_PATH + " are the most";
        }
        int star = path.indexOf('*');
        if (star >= 0 && star < path.length() - 1) {
            return "may have one *, and only as its last character";
        }
        return INVALID.matcher(path).find()
                ? "has characters that a URL may not have; percent-encode them, a space as %20 for example"
                : "";
    }
}
