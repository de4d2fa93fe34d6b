// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Fields;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.json.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.WebsiteConfiguration;

/**
 * The documents of a website: {@code {"IndexDocument": {"Suffix": "index.html"}, "ErrorDocument": {"Key": "error.html"}}}.
 * S3 keeps them for its own website endpoint; through CloudFront, which reads the private bucket, the index document is
 * the root object and the error document answers for what is missing.
 *
 * @param indexSuffix what is served for the root, such as {@code index.html}; never with a slash
 * @param errorKey the object served for what is missing; absent when there is none
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_WebsiteConfiguration.html">WebsiteConfiguration</a>
 */
public record Website(String indexSuffix, Optional<String> errorKey) {
    /** What is configured when nothing else is asked for. */
    public static final Website DEFAULT = new Website("index.html", Optional.of("error.html"));

    private static final int MOST_KEY_BYTES = 1024;
    private static final int MOST_ROOT = 255;

    /** What CloudFront takes for a root object, but for quotes. */
    private static final Pattern ROOT_OBJECT = Pattern.compile("[A-Za-z0-9_.*$~'&;-]{1," + MOST_ROOT + "}");

    /**
     * Reads a website configuration and notes what is unfit about it.
     *
     * @param configuration the object as the client sent it
     */
    static Website read(Fields configuration) {
        configuration.only(Set.of("IndexDocument", "ErrorDocument"));
        Optional<String> index = configuration.fields("IndexDocument").map(document -> {
            document.only(Set.of("Suffix"));
            String suffix = key(document, "Suffix");
            if (suffix.indexOf('/') >= 0) {
                document.problem("Suffix", "must not hold a slash: S3 looks for it in every folder");
            } else if (!suffix.isEmpty() && !ROOT_OBJECT.matcher(suffix).matches()) {
                document.problem(
                        "Suffix",
                        "may hold up to " + MOST_ROOT + " letters, digits and _ . - * $ ~ ' & ; as CloudFront serves it"
                                + " for the root");
            }
            return suffix;
        });
        Optional<String> error = configuration.fields("ErrorDocument").map(document -> {
            document.only(Set.of("Key"));
            return key(document, "Key");
        });
        return new Website(index.orElse(DEFAULT.indexSuffix), error);
    }

    /** The website an origin was configured with; empty when it has none. */
    public static Optional<Website> of(Origin origin) {
        return origin.websiteConfiguration()
                .map(json -> new Website(
                        json.at("/IndexDocument/Suffix").asText(DEFAULT.indexSuffix),
                        Optional.of(json.at("/ErrorDocument/Key").asText("")).filter(key -> !key.isEmpty())));
    }

    /** Whether one page answers for every path, as the error document is the index document: a single-page application. */
    public boolean singlePage() {
        return errorKey.filter(indexSuffix::equals).isPresent();
    }

    /** The configuration as the wire and the table spell it. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object();
        json.putObject("IndexDocument").put("Suffix", indexSuffix);
        errorKey.ifPresent(key -> json.putObject("ErrorDocument").put("Key", key));
        return json;
    }

    WebsiteConfiguration toSdk() {
        return WebsiteConfiguration.builder()
                .indexDocument(index -> index.suffix(indexSuffix))
                .applyMutation(website -> errorKey.ifPresent(key -> website.errorDocument(error -> error.key(key))))
                .build();
    }

    private static String key(Fields document, String name) {
        String key = document.text(name, MOST_KEY_BYTES);
        if (!key.isEmpty() && !Texts.isName(key)) {
            document.problem(name, "must be one line without < and >");
        } else if (key.getBytes(StandardCharsets.UTF_8).length > MOST_KEY_BYTES) {
            document.problem(name, "may have at most " + MOST_KEY_BYTES + " bytes");
        }
        return key;
    }
}
