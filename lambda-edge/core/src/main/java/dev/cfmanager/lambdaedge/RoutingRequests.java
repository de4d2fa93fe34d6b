// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Fields;
import dev.cfmanager.origins.BucketName;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.OriginRepository;
import dev.cfmanager.origins.OriginState;
import dev.cfmanager.origins.S3Host;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads a routing policy from a request, and refuses everything that could not become one, field by field:
 *
 * <pre>{@code
 * {"preset": "asia-us", "origins": {"default": ORIGIN, "additional": [ORIGIN]}}
 * {"preset": "asia-us", "defaultOriginId": "origin-1", "additionalOriginIds": ["origin-2"]}
 * {"regionMapping": {"eu-west-1": "origin1", "us-east-1": "default"}, "origins": ...}
 * }</pre>
 *
 * where ORIGIN is {@code {"originId"}}, {@code {"bucketName", "region"}} or {@code {"domainName", "region"}}.
 */
public final class RoutingRequests {
    private static final int MAX_ID = 200;
    private static final int MAX_HOST = 255;
    private static final int MAX_REGIONS = 100;

    private final OriginRepository origins;

    /** Resolves origin ids there. */
    public RoutingRequests(OriginRepository origins) {
        this.origins = origins;
    }

    /**
     * Reads the policy; at most one read of the origins table. The problems of other fields noted so far are reported
     * together with those found here.
     *
     * @throws OperationException VALIDATION_ERROR naming every unfit field
     */
    public RoutingPolicy read(Fields body) {
        Optional<RoutingPolicy> policy = check(body);
        body.problems().throwIfAny("Invalid routing");
        return policy.orElseThrow();
    }

    /** Reads the policy and notes every unfit field; empty when any was found, here or before. */
    public Optional<RoutingPolicy> check(Fields body) {
        List<Wanted> wanted = wanted(body);
        Map<String, Origin> known = known(wanted);
        List<RoutedOrigin> routed = new ArrayList<>();
        Set<String> buckets = new HashSet<>();
        for (Wanted each : wanted) {
            Optional<RoutedOrigin> origin = each.resolve(known);
            if (origin.isPresent() && !buckets.add(origin.get().bucketName())) {
                each.problem("is the same bucket as another origin");
            }
            origin.ifPresent(routed::add);
        }
        Optional<String> presetId = body.optionalText("preset", MAX_ID);
        Optional<ObjectNode> mapping = body.object("regionMapping");
        boolean custom =
                mapping.isPresent() && presetId.orElse(RoutingPolicy.CUSTOM).equals(RoutingPolicy.CUSTOM);
        Optional<Preset> preset = presetId.flatMap(Preset::of);
        if (custom) {
            checkMapping(body, mapping.get(), wanted.size() - 1);
        } else if (preset.isEmpty()) {
            body.problem(
                    "preset",
                    presetId.isPresent()
                            ? "must be one of: " + Preset.ids()
                            : "is required: one of " + Preset.ids() + "; or give a regionMapping");
        } else if (mapping.isPresent()) {
            body.problem("regionMapping", "goes without a preset, or with the preset " + RoutingPolicy.CUSTOM);
        } else if (wanted.size() < preset.get().requiredOrigins()) {
            body.problem(
                    "origins",
                    "preset " + preset.get().id() + " needs at least "
                            + preset.get().requiredOrigins() + " origins, the default one included, not "
                            + wanted.size());
        }
        if (!body.problems().none()) {
            return Optional.empty();
        }
        List<RoutedOrigin> additional = routed.subList(1, routed.size());
        return Optional.of(
                custom
                        ? new RoutingPolicy(RoutingPolicy.CUSTOM, routed.get(0), additional, texts(mapping.get()))
                        : RoutingPolicy.of(preset.orElseThrow(), routed.get(0), additional));
    }

    /** The default origin and the additional ones as they are asked for; never fewer than one without a problem noted. */
    private static List<Wanted> wanted(Fields body) {
        List<Wanted> wanted = new ArrayList<>();
        Optional<Fields> object = body.fields("origins");
        if (object.isEmpty()) {
            String id = body.text("defaultOriginId", MAX_ID);
            wanted.add(Wanted.ofId(body, "defaultOriginId", id));
            List<String> ids = body.texts("additionalOriginIds", RoutingPolicy.MAX_ADDITIONAL, MAX_ID);
            for (int i = 0; i < ids.size(); i++) {
                wanted.add(Wanted.ofId(body, "additionalOriginIds[" + i + "]", ids.get(i)));
            }
            needsAdditional(body, "additionalOriginIds", ids.size());
            return wanted;
        }
        Fields origins = object.get();
        origins.fields("default").map(Wanted::of).ifPresentOrElse(wanted::add, () -> {
            if (!origins.has("default") || origins.isNull("default")) {
                origins.problem("default", "is required");
            }
        });
        List<Fields> additional = origins.objects("additional", RoutingPolicy.MAX_ADDITIONAL);
        additional.forEach(origin -> wanted.add(Wanted.of(origin)));
        needsAdditional(origins, "additional", additional.size());
        return wanted;
    }

    private static void needsAdditional(Fields fields, String name, int count) {
        JsonNode list = fields.node().path(name);
        if (count == 0 && (list.isMissingNode() || list.isNull() || list.isArray() && list.isEmpty())) {
            fields.problem(name, "must hold 1 to " + RoutingPolicy.MAX_ADDITIONAL + " origins");
        }
    }

    private Map<String, Origin> known(List<Wanted> wanted) {
        Set<String> ids = wanted.stream()
                .flatMap(each -> each.originId().stream())
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toSet());
        return ids.isEmpty()
                ? Map.of()
                : origins.findAll(ids).stream().collect(Collectors.toMap(Origin::id, Function.identity()));
    }

    private static void checkMapping(Fields body, ObjectNode mapping, int additional) {
        if (mapping.isEmpty() || mapping.size() > MAX_REGIONS) {
            body.problem("regionMapping", "must hold 1 to " + MAX_REGIONS + " regions");
        }
        for (Map.Entry<String, JsonNode> entry : mapping.properties()) {
            if (!RoutedOrigin.isRegion(entry.getKey())) {
                body.problem("regionMapping", "holds a name that is no AWS region");
                continue;
            }
            String key = entry.getValue().asText();
            boolean fits = RoutingPolicy.isKey(key)
                    && (key.equals(RoutingPolicy.DEFAULT) || RoutingPolicy.number(key) <= additional);
            if (!entry.getValue().isTextual() || !fits) {
                body.problem(
                        "regionMapping." + entry.getKey(),
                        "must be " + RoutingPolicy.DEFAULT + " or origin1 to origin" + Math.max(1, additional));
            }
        }
    }

    private static SortedMap<String, String> texts(ObjectNode mapping) {
        SortedMap<String, String> texts = new TreeMap<>();
        mapping.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    /**
     * One origin as it is asked for.
     *
     * @param fields where it stands
     * @param where its name there, for problems; empty when the fields are its own
     * @param originId our origin's id; empty for a bucket or host
     */
    private record Wanted(Fields fields, String where, Optional<String> originId) {

        static Wanted of(Fields fields) {
            Optional<String> id =
                    fields.has("originId") ? Optional.of(fields.text("originId", MAX_ID)) : Optional.empty();
            return new Wanted(fields, "originId", id);
        }

        static Wanted ofId(Fields fields, String where, String id) {
            return new Wanted(fields, where, Optional.of(id));
        }

        void problem(String what) {
            fields.problem(originId.isPresent() ? where : fields.has("domainName") ? "domainName" : "bucketName", what);
        }

        /** The origin; empty when it is unfit, which is noted. */
        Optional<RoutedOrigin> resolve(Map<String, Origin> known) {
            if (originId.isPresent()) {
                return ours(originId.get(), known);
            }
            return fields.has("domainName") ? host() : bucket();
        }

        private Optional<RoutedOrigin> ours(String id, Map<String, Origin> known) {
            Origin origin = known.get(id);
            if (origin != null && origin.state() == OriginState.ACTIVE) {
                return Optional.of(RoutedOrigin.of(origin));
            }
            if (!id.isEmpty()) {
                problem(
                        origin == null
                                ? "there is no such origin"
                                : "this origin is " + origin.state().word());
            }
            return Optional.empty();
        }

        private Optional<RoutedOrigin> host() {
            String domain = fields.text("domainName", MAX_HOST);
            Optional<String> given = fields.optionalText("region", MAX_HOST);
            Optional<S3Host> host = S3Host.parse(domain);
            if (host.isEmpty() || host.get().website()) {
                problem("must be the host of an S3 bucket, such as bucket.s3.eu-west-1.amazonaws.com");
                return Optional.empty();
            }
            if (given.isPresent()
                    && host.get().region().isPresent()
                    && !given.equals(host.get().region())) {
                fields.problem("region", "is not the region that domainName names");
                return Optional.empty();
            }
            return at(host.get().bucket(), host.get().region().or(() -> given).orElse(""));
        }

        private Optional<RoutedOrigin> bucket() {
            String bucket = fields.text("bucketName", MAX_HOST);
            String region = fields.text("region", MAX_HOST);
            if (bucket.isEmpty() || region.isEmpty()) {
                return Optional.empty();
            }
            Optional<String> wrong = BucketName.problem(bucket);
            if (wrong.isPresent()) {
                problem(wrong.get());
                return Optional.empty();
            }
            return at(bucket, region);
        }

        private Optional<RoutedOrigin> at(String bucket, String region) {
            if (!RoutedOrigin.isRegion(region)) {
                fields.problem("region", "must be the bucket's AWS region, such as eu-west-1");
                return Optional.empty();
            }
            return Optional.of(new RoutedOrigin(null, bucket, region));
        }
    }
}
