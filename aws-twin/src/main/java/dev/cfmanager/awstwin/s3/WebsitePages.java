// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The pages a website endpoint shows where a bucket brings none of its own. */
final class WebsitePages {
    private static final Map<Integer, String> REASONS = Map.of(
            301, "Moved Permanently",
            400, "Bad Request",
            403, "Forbidden",
            404, "Not Found",
            405, "Method Not Allowed",
            412, "Precondition Failed",
            416, "Requested Range Not Satisfiable");

    private WebsitePages() {}

    /** An error as a page for people. */
    static TwinResponse error(AwsError error) {
        String title = error.status() + " " + REASONS.getOrDefault(error.status(), "Error");
        StringBuilder page = new StringBuilder("<html>\n<head><title>")
                .append(title)
                .append("</title></head>\n<body>\n<h1>")
                .append(title)
                .append("</h1>\n<ul>\n<li>Code: ")
                .append(escape(error.code()))
                .append("</li>\n<li>Message: ")
                .append(escape(error.text()))
                .append("</li>\n");
        Map<String, String> headers = new LinkedHashMap<>();
        error.members().forEach((name, value) -> {
            if (name.startsWith("x-amz-")) {
                headers.put(name, value);
            } else {
                page.append("<li>")
                        .append(escape(name))
                        .append(": ")
                        .append(escape(value))
                        .append("</li>\n");
            }
        });
        page.append("</ul>\n<hr/>\n</body>\n</html>\n");
        headers.put("Content-Type", "text/html; charset=utf-8");
        headers.put("x-amz-error-code", error.code());
        headers.put("x-amz-error-message", error.text());
        return new TwinResponse(error.status(), headers, page.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
