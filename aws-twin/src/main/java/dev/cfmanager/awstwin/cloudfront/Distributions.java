// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
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

    private final State state;
    private final DistributionIndex index;
    private final DistributionRules rules;
    private final Uses uses;
    private final Tags tags;

    Distributions(State state, DistributionIndex index, DistributionRules rules, Uses uses, Tags tags) {
        this.state = state;
        this.index = index;
        this.rules = rules;
        this.uses = uses;
        this.tags = tags;
    }

    void addTo(Routes routes) {
        routes.on("POST", "distribution", "CreateDistribution", "distribution/*", this::create);
        routes.on(
                "POST",
                "distribution?WithTags",
                "CreateDistributionWithTags",
                Set.of("cloudfront:CreateDistribution", "cloudfront:TagResource"),
                "distribution/*",
                this::createWithTags);
        routes.on("GET", "distribution", "ListDistributions", "*", this::list);
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
        Distribution created = state.change(() -> {
            Distribution same = sameCall(config);
            if (same != null) {
                return same;
            }
            rules.check(config);
            state.quotas().admit(Quota.DISTRIBUTIONS, index.size() + 1);
            refuseTakenAliases(config, "");
            Instant now = state.now();
            Distribution distribution = new Distribution(
                    state.newId(),
                    state.newDomain(),
                    state.newETag(),
                    now,
                    now.plus(state.settings().deployment()),
                    DistributionDefaults.fill(config),
                    null);
            index.put(distribution);
            index.remember(config.textAt("CallerReference"), new DistributionIndex.Creation(distribution.id(), config));
            uses.replace(distribution.id(), Set.of(), Uses.of(distribution.config()));
            if (wantedTags != null) {
                tags.put(distribution.arn(), wantedTags);
            }
            return distribution;
        });
        return Answers.created(show(created), created.etag(), "distribution/" + created.id());
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

    private TwinResponse update(Exchange exchange) {
        XmlElement config = exchange.body("DistributionConfig");
        Distribution updated = state.change(() -> {
            Distribution current = require(exchange.variable("Id"));
            exchange.requireMatch(current.etag());
            if (!config.textAt("CallerReference").equals(current.config().textAt("CallerReference"))) {
                throw Refusals.badRequest("IllegalUpdate", "You cannot update Origin or CallerReference.");
            }
            rules.check(config);
            refuseTakenAliases(config, current.id());
            Instant now = state.now();
            Distribution changed = current.updated(
                    DistributionDefaults.fill(config),
                    state.newETag(),
                    now,
                    now.plus(state.settings().deployment()));
            index.put(changed);
            uses.replace(changed.id(), Uses.of(current.config()), Uses.of(changed.config()));
            return changed;
        });
        return Answers.ok(show(updated), updated.etag());
    }

    private TwinResponse delete(Exchange exchange) {
        return state.change(() -> {
            Distribution current = require(exchange.variable("Id"));
            exchange.requireMatch(current.etag());
            if (current.config().flagAt("Enabled") || !current.deployed(state.now())) {
                throw Refusals.conflict(
                        "DistributionNotDisabled", "The distribution you are trying to delete has not been disabled.");
            }
            index.remove(current);
            uses.replace(current.id(), Uses.of(current.config()), Set.of());
            tags.forget(current.arn());
            return Answers.noContent();
        });
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
        return DistributionXml.whole(distribution, state.now(), 0);
    }
}
