// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The pages that CloudFront itself writes. */
final class ErrorPages {
    private ErrorPages() {}

    static TwinResponse page(int status, String text) {
        String html = "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\""
                + " \"http://www.w3.org/TR/html4/loose.dtd\">\n<HTML><HEAD><TITLE>ERROR: The request could not be"
                + " satisfied</TITLE></HEAD><BODY>\n<H1>" + status + " ERROR</H1>\n<H2>The request could not be"
                + " satisfied.</H2>\n<HR noshade size=\"1px\">\n" + escape(text) + "\n</BODY></HTML>\n";
        return new TwinResponse(
                status,
                Map.of("Content-Type", "text/html", "Server", "CloudFront"),
                html.getBytes(StandardCharsets.UTF_8));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
