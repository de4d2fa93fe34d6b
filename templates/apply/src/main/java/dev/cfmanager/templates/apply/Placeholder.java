// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The origin of a template's configuration in whose place a real one is put: the one that the default behaviour targets,
 * or the first. Whatever pointed at it points at the new one afterwards. The configuration may hold anything, since nobody
 * has checked it yet; what has not the shape it should have is left alone.
 */
final class Placeholder {
    /** Where templates point whose author had no origin in mind. */
    static final String DOMAIN = "example.com";

    /** What is said about a distribution in front of it. */
    static final String WARNING = "The template names no origin of its own, so the distribution is in front of "
            + DOMAIN + "; apply it with originId or originDomain for one in front of yours.";

    private static final String NEW_ID = "default-origin";
    private static final String MANAGED_PREFIX = "origin-";

    private final ObjectNode config;

    Placeholder(ObjectNode config) {
        this.config = config;
    }

    /** Puts a managed origin there. */
    void replaceBy(String id, String domain) {
        ObjectNode origin = origin();
        String before = origin.path("Id").asText("");
        origin.put("Id", id).put("DomainName", domain).remove(List.of("OriginAccessControlId", "CustomOriginConfig"));
        rename(before, id);
        removeOthers(id, origin);
    }

    /** Puts another host there. */
    void moveTo(String domain) {
        ObjectNode origin = origin();
        String before = origin.path("Id").asText("");
        String id = before.isEmpty() || before.startsWith(MANAGED_PREFIX) ? unused() : before;
        origin.put("Id", id).put("DomainName", domain).remove(List.of("OriginAccessControlId", "S3OriginConfig"));
        rename(before, id);
    }

    /** Sets the path at the origin. */
    void readFrom(String path) {
        origin().put("OriginPath", path);
    }

    private ObjectNode origin() {
        List<ObjectNode> origins = origins();
        String target =
                config.path("DefaultCacheBehavior").path("TargetOriginId").asText("");
        Optional<ObjectNode> found = byId(origins, target)
                .or(() -> groupsFirst(target).flatMap(id -> byId(origins, id)))
                .or(() -> origins.stream().findFirst());
        return found.orElseGet(() -> {
            ObjectNode made = Json.object();
            items(config, "Origins").add(made);
            return made;
        });
    }

    private void rename(String before, String after) {
        List<ObjectNode> behaviors =
                new ArrayList<>(objects(config.path("CacheBehaviors").path("Items")));
        if (config.get("DefaultCacheBehavior") instanceof ObjectNode behavior) {
            behaviors.add(behavior);
            if (!isTarget(behavior.path("TargetOriginId").asText(""))) {
                behavior.put("TargetOriginId", after);
            }
        }
        behaviors.forEach(behavior -> replace(behavior, "TargetOriginId", before, after));
        for (ObjectNode group : objects(config.path("OriginGroups").path("Items"))) {
            objects(group.path("Members").path("Items")).forEach(member -> replace(member, "OriginId", before, after));
        }
    }

    /** A template may hold the new origin already. */
    private void removeOthers(String id, ObjectNode kept) {
        ArrayNode items = items(config, "Origins");
        for (int i = items.size() - 1; i >= 0; i--) {
            if (items.get(i) != kept && items.get(i).path("Id").asText("").equals(id)) {
                items.remove(i);
            }
        }
    }

    private boolean isTarget(String id) {
        return byId(origins(), id).isPresent()
                || byId(objects(config.path("OriginGroups").path("Items")), id).isPresent();
    }

    private Optional<String> groupsFirst(String groupId) {
        return byId(objects(config.path("OriginGroups").path("Items")), groupId).map(group -> group.path("Members")
                .path("Items")
                .path(0)
                .path("OriginId")
                .asText(""));
    }

    private String unused() {
        String id = NEW_ID;
        for (int i = 2; byId(origins(), id).isPresent(); i++) {
            id = NEW_ID + "-" + i;
        }
        return id;
    }

    private List<ObjectNode> origins() {
        return objects(config.path("Origins").path("Items"));
    }

    private static Optional<ObjectNode> byId(List<ObjectNode> objects, String id) {
        return objects.stream()
                .filter(object -> object.path("Id").asText("").equals(id))
                .findFirst();
    }

    private static void replace(ObjectNode object, String member, String before, String after) {
        if (object.path(member).asText("").equals(before)) {
            object.put(member, after);
        }
    }

    private static List<ObjectNode> objects(JsonNode items) {
        List<ObjectNode> objects = new ArrayList<>();
        for (JsonNode item : items) {
            if (item instanceof ObjectNode object) {
                objects.add(object);
            }
        }
        return objects;
    }

    private static ArrayNode items(ObjectNode config, String name) {
        ObjectNode list = config.get(name) instanceof ObjectNode object ? object : config.putObject(name);
        return list.get("Items") instanceof ArrayNode items ? items : list.putArray("Items");
    }
}
