// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;

/**
 * Key value stores. Their data has an API of its own, which the twin does not offer; a host writes it.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateKeyValueStore.html">CreateKeyValueStore</a>
 */
final class KeyValueStores {
    private static final String MANY = "key-value-store";
    private static final String ONE = MANY + "/{Name}";
    private static final int COMMENT_LENGTH = 128;
    static final String USAGE = "key-value-store";

    private final State state;
    private final Uses uses;
    private final Tags tags;
    private final MVMap<String, KeyValueStore> byName;
    private final MVMap<String, String> nameByArn;
    private final MVMap<String, String> values;

    KeyValueStores(State state, Uses uses, Tags tags) {
        this.state = state;
        this.uses = uses;
        this.tags = tags;
        this.byName = state.map("key-value-stores");
        this.nameByArn = state.map("key-value-stores.arns");
        this.values = state.map("key-value-stores.values");
    }

    void addTo(Routes routes) {
        routes.on("POST", MANY, "CreateKeyValueStore", "*", this::create);
        routes.on("GET", MANY, "ListKeyValueStores", "*", this::list);
        routes.on("GET", ONE, "DescribeKeyValueStore", ONE, this::describe);
        routes.on("PUT", ONE, "UpdateKeyValueStore", ONE, this::update);
        routes.on("DELETE", ONE, "DeleteKeyValueStore", ONE, this::delete);
    }

    boolean exists(String arn) {
        return nameByArn.containsKey(arn);
    }

    /** Writes one value, as the store's data API would. */
    void put(String arn, String key, String value) {
        if (!exists(arn)) {
            throw Refusals.notFound("EntityNotFound", "The key value store does not exist.");
        }
        values.put(arn + " " + key, value);
    }

    /** What a store holds. */
    Map<String, String> values(String arn) {
        Map<String, String> found = new TreeMap<>();
        String prefix = arn + " ";
        for (Iterator<String> keys = values.keyIterator(prefix); keys.hasNext(); ) {
            String key = keys.next();
            if (!key.startsWith(prefix)) {
                break;
            }
            found.put(
                    key.substring(prefix.length()),
                    Optional.ofNullable(values.get(key)).orElse(""));
        }
        return found;
    }

    private TwinResponse create(Exchange exchange) {
        XmlElement request = exchange.body("CreateKeyValueStoreRequest");
        String name = request.textAt("Name");
        Names.check(name);
        comment(request);
        request.child("Tags").ifPresent(Tags::check);
        KeyValueStore created = state.change(() -> {
            if (byName.containsKey(name)) {
                throw Refusals.conflict("EntityAlreadyExists", "A key value store with this name already exists.");
            }
            state.quotas().admit(Quota.KEY_VALUE_STORES, byName.sizeAsLong() + 1);
            Instant now = state.now();
            KeyValueStore store = new KeyValueStore(
                    name,
                    state.newUuid(),
                    state.newETag(),
                    request.textAt("Comment"),
                    now.plus(state.settings().provisioning()),
                    now);
            byName.put(name, store);
            nameByArn.put(store.arn(), name);
            request.child("Tags").ifPresent(wanted -> tags.put(store.arn(), wanted));
            return store;
        });
        return Answers.created(show(created), created.etag(), MANY + "/" + name);
    }

    private TwinResponse describe(Exchange exchange) {
        KeyValueStore store = require(exchange);
        return Answers.ok(show(store), store.etag());
    }

    private TwinResponse list(Exchange exchange) {
        String status = exchange.request().queryParameter("Status").orElse("");
        Instant now = state.now();
        Iterator<String> names = byName.keyIterator(exchange.marker());
        Iterator<KeyValueStore> stores = Stream.iterate(names, Iterator::hasNext, same -> same)
                .map(Iterator::next)
                .flatMap(name -> Stream.ofNullable(byName.get(name)))
                .filter(store -> status.isEmpty() || store.status(now).equals(status))
                .iterator();
        return Answers.ok(Page.read(stores, exchange.marker(), exchange.maxItems(), KeyValueStore::name, store -> store)
                .plain("KeyValueStoreList", exchange, this::show));
    }

    private TwinResponse update(Exchange exchange) {
        XmlElement request = exchange.body("UpdateKeyValueStoreRequest");
        comment(request);
        KeyValueStore updated = state.change(() -> {
            KeyValueStore current = require(exchange);
            exchange.requireMatch(current.etag());
            KeyValueStore changed = new KeyValueStore(
                    current.name(),
                    current.id(),
                    state.newETag(),
                    request.textAt("Comment"),
                    current.readyAt(),
                    state.now());
            byName.put(changed.name(), changed);
            return changed;
        });
        return Answers.ok(show(updated), updated.etag());
    }

    private TwinResponse delete(Exchange exchange) {
        return state.change(() -> {
            KeyValueStore current = require(exchange);
            exchange.requireMatch(current.etag());
            if (uses.inUse(new Uses.Use(USAGE, current.arn()))) {
                throw Refusals.conflict(
                        "CannotDeleteEntityWhileInUse", "The key value store is associated with a function.");
            }
            byName.remove(current.name());
            nameByArn.remove(current.arn());
            List.copyOf(values(current.arn()).keySet()).forEach(key -> values.remove(current.arn() + " " + key));
            tags.forget(current.arn());
            return Answers.noContent();
        });
    }

    private KeyValueStore require(Exchange exchange) {
        KeyValueStore store = byName.get(exchange.variable("Name"));
        if (store == null) {
            throw Refusals.notFound("EntityNotFound", "The key value store does not exist.");
        }
        return store;
    }

    private static void comment(XmlElement request) {
        if (request.textAt("Comment").length() > COMMENT_LENGTH) {
            throw Refusals.invalidArgument("The parameter Comment is too long.");
        }
    }

    private XmlElement show(KeyValueStore store) {
        return XmlElement.of(
                "KeyValueStore",
                XmlElement.of("Name", store.name()),
                XmlElement.of("Id", store.id()),
                XmlElement.of("Comment", store.comment()),
                XmlElement.of("ARN", store.arn()),
                XmlElement.of("Status", store.status(state.now())),
                XmlElement.of("LastModifiedTime", DistributionXml.time(store.modifiedAt())));
    }
}
