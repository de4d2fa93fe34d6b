// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.DistributionsStage;

/** A twin with the tables of templates and distributions, and what tests put on it. */
public final class TemplatesStage {
    private final DistributionsStage distributions;

    private TemplatesStage(DistributionsStage distributions) {
        this.distributions = distributions;
    }

    /** The stage on that twin, which has none of the tables yet. */
    public static TemplatesStage on(Twin twin) {
        DistributionsStage distributions = new DistributionsStage(twin);
        distributions.test().withTable(EnvironmentVariable.TEMPLATES_TABLE, TemplateSchema.SCHEMA);
        return new TemplatesStage(distributions);
    }

    /** The stage on a twin that has the tables, as another process sees it. */
    public static TemplatesStage resumed(Twin twin) {
        DistributionsStage distributions = DistributionsStage.resumed(twin);
        distributions.test().with(EnvironmentVariable.TEMPLATES_TABLE, "templates-table");
        return new TemplatesStage(distributions);
    }

    /** The environment for handlers and use cases. */
    public ExecutionEnvironment environment() {
        return distributions.environment();
    }

    /** The stage of the distributions. */
    public DistributionsStage distributions() {
        return distributions;
    }

    /** The templates. */
    public TemplateRepository templates() {
        return new DynamoTemplateRepository(environment());
    }

    /** A template of that id, stored. */
    public Template stored(TemplateBuilder template) {
        return templates().create(template.build()).orElseThrow();
    }

    /** A template as {@link #body} describes it. */
    public static TemplateBuilder sample(String id) {
        return Template.builder()
                .id(id)
                .name("Template " + id)
                .category("Web")
                .description("A sample")
                .config(config())
                .createdBy("user@example.com")
                .updatedBy("user@example.com");
    }

    /** The body of {@code POST /templates}, to the letter as the browser client sends it. */
    public static ObjectNode body(String name) {
        ObjectNode body = Json.object()
                .put("name", name)
                .put("description", "For our sites")
                .put("category", "Web")
                .put("certificateArn", "")
                .put("customDomains", "")
                .put("viewerProtocol", "redirect-to-https")
                .put("minTlsVersion", "TLSv1.2_2021");
        body.putArray("features").add("HTTPS").add("Compression");
        body.set("config", config());
        return body;
    }

    /** The configuration that the browser client puts into every template. */
    public static ObjectNode config() {
        return (ObjectNode)
                Json.parseOwn("{\"Comment\":\"Web template\",\"Enabled\":true,\"Origins\":{\"Quantity\":1,\"Items\":["
                        + "{\"Id\":\"default-origin\",\"DomainName\":\"example.com\",\"OriginPath\":\"\",\"CustomOriginConfig\":"
                        + "{\"HTTPPort\":80,\"HTTPSPort\":443,\"OriginProtocolPolicy\":\"https-only\"}}]},\"DefaultCacheBehavior\":"
                        + "{\"TargetOriginId\":\"default-origin\",\"ViewerProtocolPolicy\":\"redirect-to-https\",\"AllowedMethods\":"
                        + "{\"Quantity\":2,\"Items\":[\"GET\",\"HEAD\"],\"CachedMethods\":{\"Quantity\":2,\"Items\":[\"GET\",\"HEAD\"]}},"
                        + "\"CachePolicyId\":\"658327ea-f89d-4fab-a63d-7e88639e58f6\",\"Compress\":true},"
                        + "\"PriceClass\":\"PriceClass_100\"}");
    }
}
