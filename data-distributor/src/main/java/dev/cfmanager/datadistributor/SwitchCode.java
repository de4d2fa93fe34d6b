// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The program of the switch function, for {@code cloudfront-js-2.0}: exactly the published paths lead to the set, however
 * the viewer has percent-encoded them; every other path passes as it came.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html">Event structure</a>
 */
final class SwitchCode {
    /** CloudFront's limit. See https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
    static final int MOST_BYTES = 10_240;

    /** JSON of nothing but ASCII is a JavaScript literal, whatever the text. */
    private static final ObjectWriter LITERALS = new JsonMapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private static final String PROGRAM = """
            // CloudFront Manager's data distributor writes this anew for every set.
            var at = $AT$;
            var set = $SET$;
            var files = $FILES$;

            function handler(event) {
                var request = event.request;
                var path;
                try {
                    path = decodeURIComponent(request.uri);
                } catch (notEncoded) {
                    return request;
                }
                if (path.indexOf(at) === 0) {
                    var file = path.substring(at.length);
                    if (files.indexOf(file) >= 0) {
                        request.uri = (at + set + file).split('/').map(encodeURIComponent).join('/');
                    }
                }
                return request;
            }
            """;

    private SwitchCode() {}

    static String of(Settings settings, String setId) {
        return PROGRAM.replace("$AT$", literal("/" + settings.targetPrefix()))
                .replace("$SET$", literal(Settings.SETS + setId + "/"))
                .replace("$FILES$", literal(settings.files()));
    }

    /** Why the function could not have this program. */
    static Optional<Unfit> problem(Settings settings, String setId) {
        int bytes = of(settings, setId).getBytes(StandardCharsets.UTF_8).length;
        return bytes <= MOST_BYTES
                ? Optional.empty()
                : Optional.of(new Unfit(
                        "TooManyFiles",
                        "a CloudFront function has room for " + MOST_BYTES
                                + " bytes, and with the names of all files it" + " has " + bytes
                                + ": publish fewer files, or without DataSwitchFunctionName"));
    }

    private static String literal(Object value) {
        try {
            return LITERALS.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
