// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Fields;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.json.Problems;
import dev.cfmanager.common.json.Texts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A distribution as somebody asks for it. Reading never fails: what is wrong is noted in {@link #problems()}, so that
 * the problems of the configuration can be reported together with those of the fields around it.
 *
 * @param name 1 to 128 characters on one line, without {@code <} and {@code >}
 * @param description up to {@value #MAX_DESCRIPTION} characters; null when not given
 * @param tags at most 50; keys of 1 to 128 characters that do not begin with {@code aws:}, values up to 256; see
 *     <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Tag.html">Tag</a>
 * @param templateId the template it is made from; null when there is none
 * @param config a {@code DistributionConfig} subset in AWS's member names; empty when not given
 * @param shortcuts what stands for a configuration where none is given
 * @param multiOrigin whether an edge function is to choose among several origins
 * @param multiOriginConfig {@code defaultOriginId}, {@code additionalOriginIds}, {@code preset}; null when not given
 * @param problems where problems are noted
 */
public record DistributionSpec(
        String name,
        @Nullable String description,
        Map<String, String> tags,
        @Nullable String templateId,
        ObjectNode config,
        Shortcuts shortcuts,
        boolean multiOrigin,
        @Nullable ObjectNode multiOriginConfig,
        Problems problems) {

    private static final int MAX_NAME = 128;
    private static final int MAX_DESCRIPTION = 1000;
    private static final int MAX_TAGS = 50;
    private static final int MAX_TAG_KEY = 128;
    private static final int MAX_TAG_VALUE = 256;
    private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
    private static final int MAX_TEXT = 255;
    private static final int MAX_DOMAINS = 10_000;

    /**
     * The fields that stand for a configuration where none is given; elsewhere they repeat what it says.
     *
     * @param originDomain the origin's host, or a managed origin's id; empty when not given
     * @param originPath the origin's path; empty when not given
     * @param certificateArn the certificate; empty when not given
     * @param customDomains the aliases
     * @param viewerProtocol the default behaviour's {@code ViewerProtocolPolicy}; empty when not given
     * @param minTlsVersion the certificate's {@code MinimumProtocolVersion}; empty when not given
     */
    public record Shortcuts(
            String originDomain,
            String originPath,
            String certificateArn,
            List<String> customDomains,
            String viewerProtocol,
            String minTlsVersion) {}

    /** Reads the body of {@code POST /distributions}. */
    public static DistributionSpec of(Fields body) {
        ObjectNode config = body.object("config").orElseGet(Json::object);
        boolean multiOrigin = body.bool("isMultiOrigin").orElse(false);
        Optional<ObjectNode> multiOriginConfig = body.object("multiOriginConfig");
        if (multiOrigin && multiOriginConfig.isEmpty()) {
            body.problem("multiOriginConfig", "is required when isMultiOrigin is true");
        }
        Shortcuts shortcuts = new Shortcuts(
                optional(body, "originDomain"),
                optional(body, "originPath"),
                optional(body, "certificateArn"),
                domains(body.optionalText("customDomains", MAX_DOMAINS).orElse("")),
                optional(body, "viewerProtocol"),
                optional(body, "minTlsVersion"));
        if (config.isEmpty() && !multiOrigin && shortcuts.originDomain().isBlank()) {
            body.problem("config", "is required, unless originDomain says where the content is");
        }
        return new DistributionSpec(
                name(body),
                body.optionalText("description", MAX_DESCRIPTION).orElse(null),
                tags(body),
                body.optionalText("templateId", MAX_TEXT)
                        .filter(id -> !id.isBlank())
                        .orElse(null),
                config,
                shortcuts,
                multiOrigin,
                multiOriginConfig.orElse(null),
                body.problems());
    }

    /** Reads the member {@code name}; the empty string when unfit. */
    static String name(Fields body) {
        String name = body.text("name", MAX_NAME);
        if (!name.isEmpty() && !Texts.isName(name)) {
            body.problem("name", "must be one line without < and >");
        }
        return name.strip();
    }

    /** Reads the member {@code tags}; empty when absent. */
    static Map<String, String> tags(Fields body) {
        Map<String, String> tags = body.textMap("tags", MAX_TAGS, MAX_TAG_KEY, MAX_TAG_VALUE);
        tags.keySet().stream()
                .filter(key -> key.regionMatches(true, 0, "aws:", 0, 4))
                .forEach(key -> body.problem("tags." + key, "must not begin with aws:, which is AWS's own"));
        tags.forEach((key, value) -> {
            if (!TAG.matcher(key).matches() || !TAG.matcher(value).matches()) {
                body.problem("tags." + key, "may hold letters, digits, spaces and _ . : / = + - @ only");
            }
        });
        return tags;
    }

    private static String optional(Fields body, String name) {
        return body.optionalText(name, MAX_TEXT).orElse("").strip();
    }

    private static List<String> domains(String commaSeparated) {
        return Arrays.stream(commaSeparated.split(","))
                .map(String::strip)
                .filter(domain -> !domain.isEmpty())
                .distinct()
                .toList();
    }
}
