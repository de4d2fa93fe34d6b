// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.SampleDistributions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Configurations as clients might send them: fit ones that use what CloudFront offers, and ones with something wrong. */
final class RandomConfigs {
    private static final List<JsonNode> ODD_VALUES = List.of(
            text(""),
            text("x"),
            text("a b"),
            text("/a/"),
            text("*"),
            text("GET"),
            text("none"),
            text("whitelist"),
            text("-.example.com"),
            text("a.s3-accelerate.amazonaws.com"),
            text("TLSv1"),
            text("vip"),
            text("x".repeat(400)),
            number(-1),
            number(0),
            number(1),
            number(2),
            number(81),
            number(500),
            number(70_000),
            JsonNodeFactory.instance.booleanNode(true),
            JsonNodeFactory.instance.booleanNode(false),
            Json.object(),
            Json.array(),
            JsonNodeFactory.instance.nullNode());

    private final Random random;
    private final Things things;

    /** What exists in the account, for configurations to name. */
    record Things(
            String certificateArn, String bucketHost, String accessControlId, String functionArn, String versionArn) {}

    RandomConfigs(long seed, Things things) {
        this.random = new Random(seed);
        this.things = things;
    }

    /** A configuration that CloudFront takes; {@code label} makes its alias unique. */
    ObjectNode fit(String label) {
        ObjectNode config = SampleDistributions.config("one", "www.example.com");
        origin(config, "two", "two.example.com");
        ArrayNode groups = config.putObject("OriginGroups").putArray("Items");
        if (sometimes()) {
            group(groups);
        }
        if (sometimes()) {
            ObjectNode bucket = origin(config, "bucket", things.bucketHost());
            bucket.put("OriginAccessControlId", things.accessControlId());
            bucket.putObject("S3OriginConfig").put("OriginAccessIdentity", "");
        }
        if (sometimes()) {
            custom(config);
        }
        if (sometimes()) {
            certificate(config, label);
        }
        ObjectNode behavior = (ObjectNode) config.path("DefaultCacheBehavior");
        behavior(behavior);
        ArrayNode further = config.putObject("CacheBehaviors").putArray("Items");
        for (int i = random.nextInt(3); i > 0; i--) {
            ObjectNode one = further.addObject()
                    .put("PathPattern", one("/img/*", "*.jpg", "/a?c/*", "/~x/@:+&'") + i)
                    .put("TargetOriginId", groups.isEmpty() ? "two" : "group")
                    .put("ViewerProtocolPolicy", one("allow-all", "https-only", "redirect-to-https"));
            if (sometimes()) {
                forwarding(one);
            } else {
                behavior(one);
            }
        }
        answers(config);
        return config;
    }

    /** The same with a member somewhere taken away, doubled, or given another value. */
    ObjectNode spoilt(ObjectNode config) {
        List<Consumer<Random>> changes = new ArrayList<>();
        collect(config, changes);
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            changes.get(random.nextInt(changes.size())).accept(random);
        }
        return config;
    }

    private static void collect(JsonNode node, List<Consumer<Random>> changes) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : List.copyOf(object.properties())) {
                changes.add(random -> object.set(member.getKey(), oddValue(random)));
                changes.add(random -> object.remove(member.getKey()));
                collect(member.getValue(), changes);
            }
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                JsonNode item = list.get(i);
                changes.add(random -> list.add(item.deepCopy()));
                changes.add(random -> list.removeAll());
                changes.add(random -> list.add(oddValue(random)));
                collect(item, changes);
            }
        }
    }

    private static JsonNode oddValue(Random random) {
        return ODD_VALUES.get(random.nextInt(ODD_VALUES.size())).deepCopy();
    }

    private void group(ArrayNode groups) {
        ObjectNode group = groups.addObject().put("Id", "group");
        group.putObject("FailoverCriteria")
                .putObject("StatusCodes")
                .putArray("Items")
                .add(500)
                .add(503);
        ArrayNode members = group.putObject("Members").putArray("Items");
        members.addObject().put("OriginId", "one");
        members.addObject().put("OriginId", "two");
    }

    private static ObjectNode origin(ObjectNode config, String id, String host) {
        return ((ArrayNode) config.at("/Origins/Items"))
                .addObject()
                .put("Id", id)
                .put("DomainName", host);
    }

    private void custom(ObjectNode config) {
        ObjectNode origin = (ObjectNode) config.at("/Origins/Items/1");
        origin.put("ConnectionAttempts", 1 + random.nextInt(3)).put("ConnectionTimeout", 1 + random.nextInt(10));
        ObjectNode custom = origin.putObject("CustomOriginConfig")
                .put("HTTPPort", number(80, 443, 1024, 65_535))
                .put("HTTPSPort", number(443, 8443))
                .put("OriginProtocolPolicy", one("http-only", "match-viewer", "https-only"))
                .put("OriginReadTimeout", 1 + random.nextInt(120))
                .put("OriginKeepaliveTimeout", 1 + random.nextInt(120));
        custom.putObject("OriginSslProtocols").putArray("Items").add("TLSv1.1").add("TLSv1.2");
        ArrayNode headers = origin.putObject("CustomHeaders").putArray("Items");
        headers.addObject().put("HeaderName", "X-Key").put("HeaderValue", "secret");
        origin.putObject("OriginShield").put("Enabled", true).put("OriginShieldRegion", "us-east-1");
    }

    private void certificate(ObjectNode config, String label) {
        ArrayNode aliases = config.putObject("Aliases").putArray("Items").add(label + ".example.com");
        if (sometimes()) {
            aliases.add(label.toUpperCase(java.util.Locale.ROOT) + "-b.example.com");
        }
        boolean sni = sometimes();
        config.putObject("ViewerCertificate")
                .put("ACMCertificateArn", things.certificateArn())
                .put("SSLSupportMethod", sni ? "sni-only" : "vip")
                .put("MinimumProtocolVersion", sni ? one("TLSv1.2_2021", "TLSv1.3_2025", "TLSv1") : "TLSv1");
    }

    private void behavior(ObjectNode behavior) {
        ArrayNode methods = behavior.putObject("AllowedMethods")
                .putArray("Items")
                .add("HEAD")
                .add("GET");
        int most = random.nextInt(3);
        if (most > 0) {
            methods.add("OPTIONS");
        }
        if (most > 1) {
            methods.add("PUT").add("POST").add("PATCH").add("DELETE");
        }
        ArrayNode kept = ((ObjectNode) behavior.path("AllowedMethods"))
                .putObject("CachedMethods")
                .putArray("Items")
                .add("GET")
                .add("HEAD");
        if (most > 0 && sometimes()) {
            kept.add("OPTIONS");
        }
        if (sometimes()) {
            behavior.put("OriginRequestPolicyId", "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf");
        }
        int code = random.nextInt(4);
        if (code == 1) {
            function(behavior, "viewer-request");
            function(behavior, "viewer-response");
        } else if (code == 2) {
            function(behavior, "viewer-request");
            lambda(behavior, "origin-request");
        } else if (code == 3) {
            lambda(behavior, "viewer-request");
            lambda(behavior, "origin-response");
        }
    }

    private void function(ObjectNode behavior, String event) {
        behavior.withObjectProperty("FunctionAssociations")
                .withArrayProperty("Items")
                .addObject()
                .put("FunctionARN", things.functionArn())
                .put("EventType", event);
    }

    private void lambda(ObjectNode behavior, String event) {
        behavior.withObjectProperty("LambdaFunctionAssociations")
                .withArrayProperty("Items")
                .addObject()
                .put("LambdaFunctionARN", things.versionArn())
                .put("EventType", event)
                .put("IncludeBody", event.endsWith("-request") && sometimes());
    }

    private void forwarding(ObjectNode behavior) {
        behavior.put("MinTTL", number(0, 10));
        if (sometimes()) {
            behavior.put("DefaultTTL", number(10, 100)).put("MaxTTL", number(100, 40_000_000));
        }
        ObjectNode values = behavior.putObject("ForwardedValues").put("QueryString", sometimes());
        ObjectNode cookies = values.putObject("Cookies").put("Forward", "none");
        if (sometimes()) {
            cookies.put("Forward", "whitelist")
                    .putObject("WhitelistedNames")
                    .putArray("Items")
                    .add("session");
        }
        values.putObject("Headers").putArray("Items").add("Accept");
    }

    private void answers(ObjectNode config) {
        config.put("PriceClass", one("PriceClass_100", "PriceClass_200", "PriceClass_All"));
        config.put("DefaultRootObject", one("", "index.html", "a/b-c.html"));
        config.put("Comment", one("", "short", "long ".repeat(40)));
        if (sometimes()) {
            ArrayNode pages = config.putObject("CustomErrorResponses").putArray("Items");
            pages.addObject()
                    .put("ErrorCode", 404)
                    .put("ResponsePagePath", "/404.html")
                    .put("ResponseCode", "200");
            pages.addObject().put("ErrorCode", 503).put("ErrorCachingMinTTL", 0);
        }
        if (sometimes()) {
            config.putObject("Restrictions")
                    .putObject("GeoRestriction")
                    .put("RestrictionType", one("whitelist", "blacklist"))
                    .putArray("Items")
                    .add("DE")
                    .add("FR");
        }
        if (sometimes()) {
            config.putObject("Logging")
                    .put("Enabled", true)
                    .put("IncludeCookies", false)
                    .put("Bucket", "my.logs.s3.amazonaws.com")
                    .put("Prefix", "cdn/");
        }
    }

    private boolean sometimes() {
        return random.nextBoolean();
    }

    private String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private int number(int... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static JsonNode text(String text) {
        return JsonNodeFactory.instance.textNode(text);
    }

    private static JsonNode number(int number) {
        return JsonNodeFactory.instance.numberNode(number);
    }
}
