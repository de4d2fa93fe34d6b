// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Fields;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.json.Texts;
import dev.cfmanager.distributions.config.DistributionConfigs;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about a template: {@code name} (1 to 128 characters on one line), {@code description} (up to 1000),
 * {@code category} (up to 64), {@code features} (at most 50, of 100 characters), {@code config}, and the fields of
 * {@link SslFields}. Texts are shown to people and hold no {@code <} and {@code >}. What is absent is left as it is; null
 * sets it back.
 */
public final class TemplatePatch {
    private static final int MAX_NAME = 128;
    private static final int MAX_DESCRIPTION = 1000;
    private static final int MAX_CATEGORY = 64;
    private static final int MAX_FEATURES = 50;
    private static final int MAX_FEATURE = 100;

    private final Optional<String> name;
    private final Optional<String> description;
    private final Optional<String> category;
    private final @Nullable List<String> features;
    private final Optional<ObjectNode> config;
    private final SslFields ssl;

    private TemplatePatch(Fields body, boolean creates) {
        this.name = creates || body.has("name") ? Optional.of(name(body)) : Optional.empty();
        this.description = text(body, "description", MAX_DESCRIPTION, "");
        this.category = text(body, "category", MAX_CATEGORY, TemplateBuilder.GENERAL);
        JsonNode nested = body.node().path("config").path("features");
        this.features = body.has("features")
                ? features(body)
                : nested.isMissingNode() ? null : features(body.fields("config").orElse(body));
        this.config = creates || body.has("config") ? Optional.of(config(body)) : Optional.empty();
        this.ssl = new SslFields(body);
    }

    /**
     * Reads the body of a creation.
     *
     * @throws OperationException VALIDATION_ERROR with every problem
     */
    public static TemplatePatch creation(Fields body) {
        return checked(body, true);
    }

    /**
     * Reads the body of a change.
     *
     * @throws OperationException VALIDATION_ERROR with every problem
     */
    public static TemplatePatch change(Fields body) {
        return checked(body, false);
    }

    /** The template with what the request says. */
    public Template applyTo(Template template) {
        TemplateBuilder changed = template.toBuilder();
        name.ifPresent(changed::name);
        description.ifPresent(changed::description);
        category.ifPresent(changed::category);
        ObjectNode newConfig = template.config();
        if (features != null) {
            changed.features(features);
            newConfig.remove("features"); // where older templates have them
        }
        if (config.isPresent() || ssl.given()) {
            SslSettings before = template.ssl().orElse(SslSettings.NONE);
            SslSettings after = ssl.over(before);
            if (config.isPresent()) {
                newConfig = config.get().deepCopy();
            } else {
                before.removeFrom(newConfig);
            }
            after.applyTo(newConfig);
            changed.ssl(after);
        }
        return changed.config(newConfig).build();
    }

    private static TemplatePatch checked(Fields body, boolean creates) {
        TemplatePatch patch = new TemplatePatch(body, creates);
        body.problems().throwIfAny("Invalid template");
        return patch;
    }

    private static String name(Fields body) {
        String name = body.text("name", MAX_NAME);
        if (!name.isEmpty() && !Texts.isName(name)) {
            body.problem("name", "must be one line without < and >");
        }
        return name.strip();
    }

    private static Optional<String> text(Fields body, String name, int max, String otherwise) {
        if (body.isNull(name)) {
            return Optional.of(otherwise);
        }
        Optional<String> text = body.optionalText(name, max).map(String::strip);
        text.ifPresent(given -> refuseMarkup(body, name, given));
        return text.map(given -> given.isEmpty() ? otherwise : given);
    }

    private static List<String> features(Fields body) {
        List<String> features = body.texts("features", MAX_FEATURES, MAX_FEATURE);
        features.forEach(feature -> refuseMarkup(body, "features", feature));
        return features;
    }

    private static void refuseMarkup(Fields body, String name, String text) {
        if (text.indexOf('<') >= 0 || text.indexOf('>') >= 0) {
            body.problem(name, "must not contain < and >");
        }
    }

    private static ObjectNode config(Fields body) {
        Optional<ObjectNode> given = body.object("config");
        if (given.isEmpty()) {
            if (!body.has("config") || body.isNull("config")) {
                body.problem("config", "is required: a part of CloudFront's DistributionConfig");
            }
            return Json.object();
        }
        ObjectNode kept = DistributionConfigs.kept(given.get(), body.problems());
        if (kept.isEmpty() && body.problems().none()) {
            body.problem("config", "must hold members of CloudFront's DistributionConfig");
        }
        return kept;
    }
}
