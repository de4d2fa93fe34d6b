// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Ids;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * S3's error answers.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#RESTErrorResponses">REST error
 *     responses</a>
 */
final class ErrorDocument {
    private static final String HEADER = "x-amz-";

    private ErrorDocument() {}

    /** The document alone. */
    static String of(String code, String message, Map<String, String> members) {
        List<XmlElement> elements = new ArrayList<>();
        elements.add(XmlElement.of("Code", code));
        elements.add(XmlElement.of("Message", message));
        members.forEach((name, value) -> elements.add(XmlElement.of(name, value)));
        return XmlElement.of("Error", elements).document("");
    }

    /** The answer to a request, with the ids that support would ask for; a HEAD gets no document. */
    static TwinResponse answer(AwsError error, TwinRequest request, Ids ids) {
        String requestId = ids.upper("", 16);
        String hostId = ids.lower("", 64);
        Map<String, String> members = new LinkedHashMap<>();
        Map<String, String> headers = new LinkedHashMap<>();
        error.members().forEach((name, value) -> (name.startsWith(HEADER) ? headers : members).put(name, value));
        members.put("RequestId", requestId);
        members.put("HostId", hostId);
        headers.put("Content-Type", "application/xml");
        headers.put("x-amz-request-id", requestId);
        headers.put("x-amz-id-2", hostId);
        boolean redirect = error.status() == 301 || error.status() == 307;
        if (redirect && error.members().containsKey("Endpoint")) {
            headers.put("Location", "https://" + error.members().get("Endpoint") + pathOf(request));
        }
        byte[] body = request.method().equals("HEAD")
                ? new byte[0]
                : of(error.code(), error.text(), members).getBytes(StandardCharsets.UTF_8);
        return new TwinResponse(error.status(), headers, body);
    }

    private static String pathOf(TwinRequest request) {
        Address address = Address.of(request);
        String path = request.rawPath();
        return address.bucketInHost()
                ? path
                : path.substring(Math.min(path.length(), address.bucket().length() + 1));
    }
}
