// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Fields;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.json.MergePatch;
import dev.cfmanager.origins.OriginRepository;
import dev.cfmanager.templates.SslFields;
import dev.cfmanager.templates.SslSettings;
import dev.cfmanager.templates.Template;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.awssdk.services.cloudfront.model.PriceClass;

/**
 * What a request wants otherwise than the template has it, beside the request's {@code name} or inside its {@code
 * parameters}, which win: {@code config} (merged as RFC 7396 says, both of them), {@code originId} or {@code originDomain},
 * {@code originPath}, {@code comment}, {@code priceClass}, {@code description}, {@code tags}, {@code isMultiOrigin} with
 * {@code multiOriginConfig}, and the fields of {@link SslFields}. What is unfit is noted under its name.
 */
final class Overrides {
    private static final int MAX_TEXT = 255;
    private static final int MAX_COMMENT = 128;

    /** What {@code POST /distributions} reads itself. */
    private static final List<String> HANDED_ON = List.of("description", "tags", "isMultiOrigin", "multiOriginConfig");

    private final Fields body;
    private final Optional<Fields> parameters;
    private final Optional<ObjectNode> config;
    private final Optional<ObjectNode> innerConfig;
    private final Optional<String> originId;
    private final Optional<String> originDomain;
    private final Optional<String> originPath;
    private final Optional<String> comment;
    private final Optional<String> priceClass;
    private final SslFields ssl;

    Overrides(Fields body, OriginRepository origins) {
        this.body = body;
        this.parameters = body.fields("parameters");
        this.config = body.object("config");
        this.innerConfig = parameters.flatMap(inner -> inner.object("config"));
        this.originId = text("originId", MAX_TEXT).filter(id -> isKnown(id, origins));
        this.originDomain = text("originDomain", MAX_TEXT);
        this.originPath = text("originPath", MAX_TEXT);
        this.comment = text("comment", MAX_COMMENT);
        this.priceClass = text("priceClass", MAX_TEXT).filter(this::isPriceClass);
        this.ssl = new SslFields(merged(SslFields.NAMES));
        check();
    }

    /** The body of {@code POST /distributions} that asks for a distribution of that template. */
    ObjectNode applyTo(Template template) {
        ObjectNode wanted = merged(HANDED_ON).node();
        wanted.set("name", body.node().get("name"));
        wanted.put("templateId", template.id());
        wanted.set("config", configOf(template));
        return wanted;
    }

    private ObjectNode configOf(Template template) {
        ObjectNode wanted = template.config();
        wanted.remove("features");
        if (ssl.given()) {
            SslSettings before = template.ssl().orElse(SslSettings.NONE);
            before.removeFrom(wanted);
            ssl.over(before).applyTo(wanted);
        }
        wanted.put("Comment", body.node().path("name").asText(""));
        if (config.isPresent()) {
            wanted = MergePatch.apply(wanted, config.get());
        }
        if (innerConfig.isPresent()) {
            wanted = MergePatch.apply(wanted, innerConfig.get());
        }
        if (comment.isPresent()) {
            wanted.put("Comment", comment.get());
        }
        if (priceClass.isPresent()) {
            wanted.put("PriceClass", priceClass.get());
        }
        Placeholder placeholder = new Placeholder(wanted);
        originId.ifPresent(id -> placeholder.replaceBy(id, id));
        originDomain.ifPresent(placeholder::moveTo);
        originPath.ifPresent(placeholder::readFrom);
        return wanted;
    }

    private boolean isKnown(String id, OriginRepository origins) {
        boolean known = origins.find(id).isPresent();
        if (!known) {
            holder("originId").problem("originId", "names no origin: " + id);
        }
        return known;
    }

    private void check() {
        if (originId.isPresent() && originDomain.isPresent()) {
            holder("originDomain")
                    .problem("originDomain", "is not taken together with originId: send only one of them");
        }
        boolean several = holder("isMultiOrigin").node().path("isMultiOrigin").asBoolean();
        for (String name : List.of("originId", "originDomain", "originPath")) {
            if (several && text(name, MAX_TEXT).isPresent()) {
                holder(name).problem(name, "is not taken with isMultiOrigin: multiOriginConfig names the origins");
            }
        }
    }

    private boolean isPriceClass(String word) {
        boolean known = PriceClass.fromValue(word) != PriceClass.UNKNOWN_TO_SDK_VERSION;
        if (!known) {
            TreeSet<String> words = new TreeSet<>();
            PriceClass.knownValues().forEach(each -> words.add(each.toString()));
            holder("priceClass").problem("priceClass", "must be one of " + String.join(", ", words));
        }
        return known;
    }

    /** A text that is there and not empty. */
    private Optional<String> text(String name, int max) {
        return holder(name).optionalText(name, max).map(String::strip).filter(text -> !text.isEmpty());
    }

    private Fields holder(String name) {
        return parameters.filter(inner -> inner.node().hasNonNull(name)).orElse(body);
    }

    /** Those members of body and parameters in one object. */
    private Fields merged(List<String> names) {
        ObjectNode object = Json.object();
        for (String name : names) {
            if (holder(name).has(name)) {
                object.set(name, holder(name).node().get(name));
            }
        }
        return new Fields(object, body.problems());
    }
}
