// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One request to an operation, with the variables of its path.
 *
 * @param request the request
 * @param variables values of the path template's variables, such as {@code Id}
 */
record Exchange(TwinRequest request, Map<String, String> variables) {
    private static final Pattern ETAG = Pattern.compile("E[A-Z0-9]{6,24}");
    private static final int DEFAULT_PAGE = 100;

    String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the path template has no variable " + name);
        }
        return value;
    }

    /**
     * The body.
     *
     * @throws AwsError {@code MissingBody} without one, {@code MalformedXML} when it is not a document with that root
     */
    XmlElement body(String root) {
        if (request.body().length == 0) {
            throw new AwsError(
                    400,
                    "MissingBody",
                    "This operation requires a body. Ensure that the body is present and the Content-Type header is set.");
        }
        XmlElement body = XmlElement.parse(request.body())
                .orElseThrow(() -> new AwsError(
                        400,
                        "MalformedXML",
                        "The XML document was not well-formed or did not validate against the published schema."));
        if (!body.name().equals(root)) {
            throw new AwsError(400, "MalformedXML", "The document must be a " + root + ", not a " + body.name() + ".");
        }
        return body;
    }

    /**
     * Compares {@code If-Match} with the version that is current.
     *
     * @throws AwsError {@code InvalidIfMatchVersion} 400 when missing or no version at all, {@code PreconditionFailed}
     *     412 when it is another version
     */
    void requireMatch(String currentETag) {
        String ifMatch = request.header("if-match").orElse("").strip();
        String version = ifMatch.length() > 1 && ifMatch.startsWith("\"") && ifMatch.endsWith("\"")
                ? ifMatch.substring(1, ifMatch.length() - 1)
                : ifMatch;
        if (!ETAG.matcher(version).matches()) {
            throw new AwsError(
                    400, "InvalidIfMatchVersion", "The If-Match version is missing or not valid for the resource.");
        }
        if (!version.equals(currentETag)) {
            throw new AwsError(
                    412,
                    "PreconditionFailed",
                    "The request failed because it didn't meet the preconditions in one or more request-header fields.");
        }
    }

    /** Where the page begins: after this key; empty for the first page. */
    String marker() {
        return request.queryParameter("Marker").orElse("");
    }

    /**
     * How many items the page may have, 100 unless asked for fewer.
     *
     * @throws AwsError {@code InvalidArgument} when it is no positive number
     */
    int maxItems() {
        String asked = request.queryParameter("MaxItems").orElse("");
        if (asked.isEmpty()) {
            return DEFAULT_PAGE;
        }
        if (!asked.matches("\\d{1,9}") || Integer.parseInt(asked) == 0) {
            throw Refusals.invalidArgument("The parameter MaxItems must be a positive number.");
        }
        return Math.min(Integer.parseInt(asked), DEFAULT_PAGE);
    }
}
