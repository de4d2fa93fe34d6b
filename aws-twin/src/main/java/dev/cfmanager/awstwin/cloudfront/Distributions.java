// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operations on distributions.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html">CreateDistribution</a>
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateDistribution.html">UpdateDistribution</a>
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DeleteDistribution.html">DeleteDistribution</a>
 */
final class Distributions {
    private static final String ONE = "distribution/{Id}";
    private static final Map<String, Quota> PER_RESOURCE = Map.of(
            Uses.ANY_LAMBDA,
            Quota.DISTRIBUTIONS_WITH_LAMBDA,
            ResourceKind.ORIGIN_ACCESS_CONTROL.usage(),
            Quota.DISTRIBUTIONS_PER_ORIGIN_ACCESS_CONTROL,
            ResourceKind.CACHE_POLICY.usage(),
            Quota.DISTRIBUTIONS_PER_CACHE_POLICY,
            ResourceKind.ORIGIN_REQUEST_POLICY.usage(),
            Quota.DISTRIBUTIONS_PER_ORIGIN_REQUEST_POLICY,
            ResourceKind.RESPONSE_HEADERS_POLICY.usage(),
            Quota.DISTRIBUTIONS_PER_RESPONSE_HEADERS_POLICY,
            Uses.LAMBDA,
            Quota.DISTRIBUTIONS_PER_LAMBDA,
            Uses.FUNCTION,
            Quota.DISTRIBUTIONS_PER_FUNCTION);

    private final State state;
    private final DistributionIndex index;
    private final DistributionRules rules;
    private final Uses uses;
    private final Tags tags;
    private final Invalidations invalidations;
    private final Attachments attachments;
    private final ResourceRegistry resources;

    Distributions(
            State state,
            DistributionIndex index,
            DistributionRules rules,
            Uses uses,
            Tags tags,
            Invalidations invalidations,
            Attachments attachments,
            ResourceRegistry resources) {
        this.state = state;
        this.index = index;
        this.rules = rules;
        this.uses = uses;
        this.tags = tags;
        this.invalidations = invalidations;
        this.attachments = attachments;
        this.resources = resources;
    }

    void addTo(Routes routes) {
        routes.on("POST", "distribution", "CreateDistribution", "*", this::create);
        routes.on(
                "POST",
                "distribution?WithTags",
                "CreateDistributionWithTags",
                Set.of("cloudfront:CreateDistribution", "cloudfront:TagResource"),
                "distribution/*",
                this::createWithTags);
        routes.on("GET", "distribution", "ListDistributions", "*", this::list);
        for (ResourceKind policy : ResourceKind.values()) {
            if (policy.policy()) {
                String operation = "ListDistributionsBy" + policy.element() + "Id";
                String path = "distributionsBy" + policy.element() + "Id/{PolicyId}";
                routes.on("GET", path, operation, "*", exchange -> listUsers(exchange, policy));
            }
        }
        routes.on("GET", ONE, "GetDistribution", ONE, this::get);
        routes.on("GET", ONE + "/config", "GetDistributionConfig", ONE, this::getConfig);
        routes.on("PUT", ONE + "/config", "UpdateDistribution", ONE, this::update);
        routes.on("DELETE", ONE, "DeleteDistribution", ONE, this::delete);
    }

    private TwinResponse create(Exchange exchange) {
        return create(exchange.body("DistributionConfig"), null);
    }

    private TwinResponse createWithTags(Exchange exchange) {
        XmlElement body = exchange.body("DistributionConfigWithTags");
        XmlElement config = body.child("DistributionConfig").orElseThrow(() -> Refusals.required("DistributionConfig"));
        XmlElement wanted = body.child("Tags").orElseThrow(() -> Refusals.required("Tags"));
        Tags.check(wanted);
        return create(config, wanted);
    }

    private TwinResponse create(XmlElement config, @Nullable XmlElement wantedTags) {
        Distribution same = sameCall(config);
        if (same != null) {
            return Answers.created(show(same), same.etag(), "distribution/" + same.id());
        }
        rules.check(config);
        Distribution created = state.change(() -> store(config, wantedTags));
        attachments.change(created.arn(), null, created.config());
        return Answers.created(show(created), created.etag(), "distribution/" + created.id());
    }

    private Distribution store(XmlElement config, @Nullable XmlElement wantedTags) {
        Distribution same = sameCall(config); // again, for a creation that ran at the same time
        if (same != null) {
            return same;
        }
        state.quotas().admit(Quota.DISTRIBUTIONS, index.size() + 1);
        refuseTakenAliases(config, "");
        XmlElement filled = DistributionDefaults.fill(config);
        admitUses(Set.of(), Uses.of(filled));
        Instant now = state.now();
        Distribution distribution = new Distribution(
                state.newId("E"),
                state.newDomain(),
                state.newETag(),
                now,
                now.plus(state.settings().deployment()),
                filled,
                null);
        index.put(distribution);
        index.remember(config.textAt("CallerReference"), new DistributionIndex.Creation(distribution.id(), config));
        uses.replace(distribution.id(), Set.of(), Uses.of(filled));
        if (wantedTags != null) {
            tags.put(distribution.arn(), wantedTags);
        }
        return distribution;
    }

    /** Counts the distributions that use one resource, where AWS has a quota for that; its own policies have none. */
    private void admitUses(Set<Uses.Use> before, Set<Uses.Use> after) {
        for (Uses.Use use : after) {
            Quota quota = PER_RESOURCE.get(use.kind());
            if (quota != null && !before.contains(use) && !managed(use)) {
                int limit = state.quotas().limit(quota);
                state.quotas().admit(quota, uses.count(use, limit) + 1L);
            }
        }
    }

    private boolean managed(Uses.Use use) {
        return Stream.of(ResourceKind.values())
                .filter(kind -> kind.usage().equals(use.kind()))
                .anyMatch(kind ->
                        resources.find(kind, use.id()).filter(Resource::managed).isPresent());
    }

    /** A repeated creation gives the distribution of the first one, provided that it asks for the same. */
    private @Nullable Distribution sameCall(XmlElement config) {
        DistributionIndex.Creation earlier = index.creation(config.textAt("CallerReference"));
        if (earlier == null) {
            return null;
        }
        if (!earlier.request().equals(config)) {
            throw Refusals.conflict(
                    "DistributionAlreadyExists",
                    "The caller reference that you are using to create a distribution is associated with another"
                            + " distribution. Already exists: " + earlier.id());
        }
        return index.find(earlier.id());
    }

    private TwinResponse get(Exchange exchange) {
        Distribution distribution = require(exchange.variable("Id"));
        return Answers.ok(show(distribution), distribution.etag());
    }

    private TwinResponse getConfig(Exchange exchange) {
        Distribution distribution = require(exchange.variable("Id"));
        return Answers.ok(distribution.config(), distribution.etag());
    }

    private TwinResponse list(Exchange exchange) {
        Instant now = state.now();
        Page<Optional<Distribution>> page = Page.read(
                index.from(exchange.marker()),
                exchange.marker(),
                exchange.maxItems(),
                id -> id,
                id -> Optional.ofNullable(index.find(id)));
        return Answers.ok(
                page.marked("DistributionList", exchange, found -> DistributionXml.summary(found.orElseThrow(), now)));
    }

    /** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListDistributionsByCachePolicyId.html */
    private TwinResponse listUsers(Exchange exchange, ResourceKind policy) {
        String id = exchange.variable("PolicyId");
        if (!resources.has(policy, id)) {
            throw Refusals.notFound(policy.noSuch(), "The specified policy does not exist.");
        }
        List<String> users = uses.users(new Uses.Use(policy.usage(), id), exchange.marker(), exchange.maxItems() + 1);
        return Answers.ok(
                Page.read(users.iterator(), exchange.marker(), exchange.maxItems(), user -> user, user -> user)
                        .marked("DistributionIdList", exchange, user -> XmlElement.of("DistributionId", user)));
    }

    private TwinResponse update(Exchange exchange) {
        XmlElement config = exchange.body("DistributionConfig");
        exchange.requireMatch(require(exchange.variable("Id")).etag());
        UpdateRules.check(require(exchange.variable("Id")).config(), config);
        rules.check(config);
        Change change = state.change(() -> {
            Distribution current = require(exchange.variable("Id"));
            exchange.requireMatch(current.etag());
            refuseTakenAliases(config, current.id());
            XmlElement filled = DistributionDefaults.fill(config);
            admitUses(Uses.of(current.config()), Uses.of(filled));
            Instant now = state.now();
            Distribution changed = current.updated(
                    filled, state.newETag(), now, now.plus(state.settings().deployment()));
            index.put(changed);
            uses.replace(changed.id(), Uses.of(current.config()), Uses.of(filled));
            return new Change(current, changed);
        });
        attachments.change(
                change.after().arn(), change.before().config(), change.after().config());
        return Answers.ok(show(change.after()), change.after().etag());
    }

    private record Change(Distribution before, Distribution after) {}

    private TwinResponse delete(Exchange exchange) {
        Distribution deleted = state.change(() -> {
            Distribution current = require(exchange.variable("Id"));
            exchange.requireMatch(current.etag());
            if (current.config().flagAt("Enabled") || !current.deployed(state.now())) {
                throw Refusals.conflict(
                        "DistributionNotDisabled", "The distribution you are trying to delete has not been disabled.");
            }
            index.remove(current);
            uses.replace(current.id(), Uses.of(current.config()), Set.of());
            tags.forget(current.arn());
            return current;
        });
        attachments.change(deleted.arn(), deleted.config(), null);
        return Answers.noContent();
    }

    private Distribution require(String id) {
        Distribution distribution = index.find(id);
        if (distribution == null) {
            throw Refusals.notFound("NoSuchDistribution", "The specified distribution does not exist.");
        }
        return distribution;
    }

    /** Only the same name collides: a wildcard and a name it covers may belong to two distributions of one account. */
    private void refuseTakenAliases(XmlElement config, String ownId) {
        for (String alias : DistributionIndex.aliases(config)) {
            String owner = index.ownerOf(alias);
            if (owner != null && !owner.equals(ownId)) {
                throw Refusals.conflict(
                        "CNAMEAlreadyExists",
                        "One or more of the CNAMEs you provided are already associated with a different resource.");
            }
        }
    }

    private XmlElement show(Distribution distribution) {
        return DistributionXml.whole(distribution, state.now(), invalidations.inProgress(distribution.id()));
    }
}
