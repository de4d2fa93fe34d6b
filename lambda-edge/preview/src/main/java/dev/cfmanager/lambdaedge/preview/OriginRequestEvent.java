// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.preview;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.lambdaedge.RoutedOrigin;

/**
 * The event that CloudFront hands a function before it asks an S3 origin.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html#example-origin-request">Example origin request</a>
 */
final class OriginRequestEvent {
    private OriginRequestEvent() {}

    /** As JSON, for a GET of that path on its way to that origin. */
    static String of(String path, RoutedOrigin origin) {
        ObjectNode event = Json.object();
        ObjectNode cf = event.putArray("Records").addObject().putObject("cf");
        cf.putObject("config")
                .put("distributionDomainName", "d111111abcdef8.cloudfront.net")
                .put("distributionId", "EDFDVBD6EXAMPLE")
                .put("eventType", "origin-request")
                .put("requestId", "preview");
        ObjectNode request = cf.putObject("request")
                .put("clientIp", "203.0.113.178")
                .put("method", "GET")
                .put("querystring", "")
                .put("uri", path);
        request.putObject("headers")
                .putArray("host")
                .addObject()
                .put("key", "Host")
                .put("value", origin.domain());
        ObjectNode s3 = request.putObject("origin")
                .putObject("s3")
                .put("authMethod", "origin-access-identity")
                .put("domainName", origin.domain())
                .put("path", "")
                .put("region", origin.region());
        s3.putObject("customHeaders");
        return Json.write(event);
    }
}
