// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.time.Instant;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/** The operations on one kind of named thing: create, get, get its configuration, list, update, delete. */
final class Resources {
    private final ResourceKind kind;
    private final State state;
    private final Uses uses;
    private final NavigableMap<String, Resource> managed = new TreeMap<>();
    private final MVMap<String, Resource> custom;
    private final MVMap<String, String> idByName;
    private final MVMap<String, String> idByCanonicalUser;

    Resources(ResourceKind kind, State state, Uses uses) {
        this.kind = kind;
        this.state = state;
        this.uses = uses;
        this.custom = state.map(kind.usage());
        this.idByName = state.map(kind.usage() + ".names");
        this.idByCanonicalUser = state.map(kind.usage() + ".canonical-users");
        for (Resource policy : ManagedPolicies.of(kind)) {
            managed.put(policy.id(), policy);
        }
    }

    void addTo(Routes routes) {
        String path = kind.path();
        String one = path + "/{Id}";
        String arn = kind.usage() + "/{Id}";
        String element = kind.element();
        // What does not exist yet has no resource type:
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfront.html
        routes.on("POST", path, "Create" + element, "*", this::create);
        routes.on("GET", path, "List" + kind.plural(), "*", this::list);
        routes.on("GET", one, "Get" + element, arn, this::get);
        routes.on("GET", one + "/config", "Get" + element + "Config", arn, this::getConfig);
        routes.on("PUT", kind.updatedAtConfig() ? one + "/config" : one, "Update" + element, arn, this::update);
        routes.on("DELETE", one, "Delete" + element, arn, this::delete);
    }

    Optional<Resource> find(String id) {
        Resource found = managed.get(id);
        return Optional.ofNullable(found != null ? found : custom.get(id));
    }

    /** The access identity behind one of S3's canonical user ids. */
    Optional<Resource> findByCanonicalUser(String canonicalUser) {
        String id = idByCanonicalUser.get(canonicalUser);
        return id == null ? Optional.empty() : find(id);
    }

    private TwinResponse create(Exchange exchange) {
        XmlElement config = exchange.body(kind.config());
        kind.check(config, state.quotas());
        Resource created = state.change(() -> {
            Resource same = sameCall(config);
            if (same != null) {
                return same;
            }
            refuseTakenName(config, "");
            state.quotas().admit(kind.quota(), custom.sizeAsLong() + 1);
            Instant now = state.now();
            Resource resource = new Resource(
                    kind.policy() ? state.newUuid() : state.newId("E"),
                    state.newETag(),
                    now,
                    now,
                    false,
                    kind == ResourceKind.ORIGIN_ACCESS_IDENTITY ? canonicalUser() : "",
                    config);
            custom.put(resource.id(), resource);
            idByName.put(name(config), resource.id());
            if (!resource.canonicalUser().isEmpty()) {
                idByCanonicalUser.put(resource.canonicalUser(), resource.id());
            }
            return resource;
        });
        return Answers.created(kind.whole(created), created.etag(), kind.path() + "/" + created.id());
    }

    /** An identity's caller reference makes its creation repeatable: the same content gives the same identity. */
    private @Nullable Resource sameCall(XmlElement config) {
        if (kind != ResourceKind.ORIGIN_ACCESS_IDENTITY) {
            return null;
        }
        String id = idByName.get(name(config));
        Resource earlier = id == null ? null : custom.get(id);
        return earlier != null && earlier.config().equals(config) ? earlier : null;
    }

    private TwinResponse get(Exchange exchange) {
        Resource resource = require(exchange);
        return Answers.ok(kind.whole(resource), resource.etag());
    }

    private TwinResponse getConfig(Exchange exchange) {
        Resource resource = require(exchange);
        return Answers.ok(resource.config(), resource.etag());
    }

    private TwinResponse list(Exchange exchange) {
        String type = exchange.request().queryParameter("Type").orElse("");
        String marker = exchange.marker();
        Iterator<Resource> all = Stream.of(true, false)
                .filter(isManaged -> type.isEmpty() || type.equals(isManaged ? "managed" : "custom"))
                .flatMap(isManaged -> isManaged ? managedFrom(marker) : customFrom(marker))
                .iterator();
        Page<Resource> page = Page.read(all, marker, exchange.maxItems(), Resource::id, resource -> resource);
        String name = kind.element() + "List";
        return Answers.ok(
                kind.policy() ? page.plain(name, exchange, kind::summary) : page.marked(name, exchange, kind::summary));
    }

    private Stream<Resource> managedFrom(String marker) {
        if (marker.isEmpty()) {
            return managed.values().stream();
        }
        return managed.containsKey(marker) ? managed.tailMap(marker, false).values().stream() : Stream.empty();
    }

    private Stream<Resource> customFrom(String marker) {
        String from = managed.containsKey(marker) ? "" : marker;
        Iterator<String> keys = custom.keyIterator(from);
        return Stream.iterate(keys, Iterator::hasNext, same -> same)
                .map(Iterator::next)
                .map(id -> Optional.ofNullable(custom.get(id)))
                .flatMap(Optional::stream);
    }

    private TwinResponse update(Exchange exchange) {
        XmlElement config = exchange.body(kind.config());
        Resource updated = state.change(() -> {
            Resource current = require(exchange);
            if (current.managed()) {
                throw Refusals.badRequest("IllegalUpdate", "A managed policy cannot be updated.");
            }
            exchange.requireMatch(current.etag());
            kind.check(config, state.quotas());
            if (kind == ResourceKind.ORIGIN_ACCESS_IDENTITY && !name(config).equals(name(current.config()))) {
                throw Refusals.badRequest("IllegalUpdate", "You cannot update CallerReference.");
            }
            refuseTakenName(config, current.id());
            idByName.remove(name(current.config()));
            idByName.put(name(config), current.id());
            Resource changed = current.updated(config, state.newETag(), state.now());
            custom.put(changed.id(), changed);
            return changed;
        });
        return Answers.ok(kind.whole(updated), updated.etag());
    }

    private TwinResponse delete(Exchange exchange) {
        state.change(() -> {
            Resource current = require(exchange);
            if (current.managed()) {
                throw Refusals.badRequest("IllegalDelete", "A managed policy cannot be deleted.");
            }
            exchange.requireMatch(current.etag());
            if (uses.inUse(new Uses.Use(kind.usage(), current.id()))) {
                throw Refusals.conflict(
                        kind.inUse(), "Cannot delete it because it is in use by one or more distributions.");
            }
            custom.remove(current.id());
            idByCanonicalUser.remove(current.canonicalUser());
            return idByName.remove(name(current.config()));
        });
        return Answers.noContent();
    }

    /** The resource that the path names, or the kind's {@code NoSuch...}. */
    private Resource require(Exchange exchange) {
        return find(exchange.variable("Id"))
                .orElseThrow(() -> new AwsError(404, kind.noSuch(), "The specified resource does not exist."));
    }

    private void refuseTakenName(XmlElement config, String ownId) {
        String owner = idByName.get(name(config));
        if (owner != null && !owner.equals(ownId)) {
            throw Refusals.conflict(
                    kind.alreadyExists(), "Another one with the same " + kind.uniqueMember() + " already exists.");
        }
    }

    private String name(XmlElement config) {
        return config.textAt(kind.uniqueMember());
    }

    /** S3's canonical user ids have 96 hexadecimal digits for CloudFront's identities. */
    private String canonicalUser() {
        return (state.newUuid() + state.newUuid() + state.newUuid()).replace("-", "");
    }
}
