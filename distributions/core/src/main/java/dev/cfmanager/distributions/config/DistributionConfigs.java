// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.Env;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.json.Problems;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionSpec;
import dev.cfmanager.distributions.certificate.AcmCertificates;
import dev.cfmanager.distributions.certificate.Certificates;
import dev.cfmanager.lambdaedge.RoutingPolicy;
import dev.cfmanager.origins.DynamoOriginRepository;
import dev.cfmanager.origins.OriginRepository;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes configurations: what a client sends, brought into the shape that CloudFront takes, rule by rule in the order of
 * the contract. Reads origins and the certificate, and changes nothing.
 */
public final class DistributionConfigs {
    private static final String CONFIG = "config";

    private final OriginRepository origins;
    private final List<ConfigRule> rules;

    /** Configurations over this environment's origins and certificates, with the stack's cache policy if it has one. */
    public DistributionConfigs(ExecutionEnvironment environment) {
        this(
                environment.env(),
                new DynamoOriginRepository(environment),
                new AcmCertificates(environment.aws()),
                environment.clock());
    }

    /** Configurations over these origins and certificates. */
    public DistributionConfigs(Env env, OriginRepository origins, Certificates certificates, InstantSource clock) {
        this.origins = origins;
        this.rules = List.of(
                // What brings a configuration into shape, in the order of the contract.
                new Basics(),
                new CachePolicies(env.find(EnvironmentVariable.CUSTOM_CACHE_POLICY_ID)),
                new OriginPaths(),
                new OriginTargets(origins),
                new Websites(origins, env.find(EnvironmentVariable.DIRECTORY_INDEX_FUNCTION_ARN)),
                new ViewerCertificates(),
                new Quantities(),
                // What CloudFront would refuse.
                new Structure(),
                new OriginSettings(),
                new OriginGroups(),
                new OriginAccess(),
                new Behaviors(),
                new EdgeCode(),
                new Responses(),
                new Aliases(),
                new Quotas(env),
                new CertificateCoverage(certificates, clock));
    }

    /**
     * A configuration that is to be kept for later: a copy with what CloudFront knows of it, its old spellings corrected and
     * every {@code Quantity} counted. Members of a wrong type, and one that is too large, are noted by JSON pointer.
     */
    public static ObjectNode kept(ObjectNode config, Problems problems) {
        ObjectNode known = KnownMembers.keep(OldSpellings.correct(config), problems);
        if (problems.none()) { // else members may have the wrong shape
            Quantities.count(known);
        }
        Structure.checkSize(known, problems);
        return known;
    }

    /** A copy of a stored configuration with the right names of the certificate members that old ones spell wrongly. */
    public static ObjectNode respelt(ObjectNode config) {
        return OldSpellings.correct(config);
    }

    /**
     * The configuration of a new distribution. What is wrong is noted in {@link DistributionSpec#problems()}, by JSON
     * pointer; the result is then of no use. For several origins it still lacks what {@link MultiOriginConfig#complete}
     * adds.
     */
    public PreparedConfig forCreate(DistributionSpec spec) {
        if (spec.multiOrigin()) {
            return forSeveralOrigins(spec);
        }
        boolean generated = spec.config().isEmpty();
        if (generated && spec.shortcuts().originDomain().isEmpty()) {
            return PreparedConfig.none(); // the spec has said what is missing
        }
        ObjectNode given = generated ? DefaultConfig.of(spec.shortcuts()) : spec.config();
        ConfigDraft draft = prepare(spec.name(), OldSpellings.correct(given), spec.problems(), rules);
        if (generated) {
            DefaultConfig.complete(draft.config());
        }
        return PreparedConfig.of(draft);
    }

    private PreparedConfig forSeveralOrigins(DistributionSpec spec) {
        ObjectNode wanted = spec.config().isEmpty() ? DefaultConfig.of(spec.shortcuts()) : spec.config();
        Optional<RoutingPolicy> policy = Optional.ofNullable(spec.multiOriginConfig())
                .flatMap(config -> MultiOriginConfig.policy(config, origins, spec.problems()));
        if (policy.isEmpty()) {
            return PreparedConfig.none(); // what is wrong has been noted
        }
        ObjectNode config = MultiOriginConfig.of(policy.get(), OldSpellings.correct(wanted));
        ConfigDraft draft = prepare(
                spec.name(),
                config,
                spec.problems(),
                rules.stream().filter(rule -> !(rule instanceof OriginTargets)).toList());
        if (spec.config().isEmpty()) {
            DefaultConfig.root(draft.config());
        }
        policy.get().origins().forEach(origin -> draft.originIds().add(String.valueOf(origin.originId())));
        return PreparedConfig.of(draft);
    }

    /**
     * What a partial configuration changes in the one that CloudFront has: see {@link ConfigMerge} for how it is merged.
     * The rules of a creation hold, in the origins, behaviours and other members that the request is about; what it is not
     * about stays as it is. What is wrong is noted by JSON pointer, and so is whatever would not be applied as asked.
     *
     * @param record the distribution; with several origins its origins and its edge function stay
     */
    public PlannedUpdate forUpdate(Distribution record, ObjectNode live, ObjectNode asked, Problems problems) {
        ObjectNode patch = OldSpellings.correct(asked);
        KnownMembers.require(patch, problems);
        if (!problems.none()) {
            return new PlannedUpdate(Delta.none(), record.originIds());
        }
        ObjectNode merged = ConfigMerge.apply(live, patch);
        Problems earlier = new Problems();
        Problems now = new Problems();
        ObjectNode before = ConfigJson.canonical(updated(record, live, earlier).config());
        ConfigDraft after = updated(record, merged, now);
        after.config().set("CallerReference", live.path("CallerReference"));
        caused(earlier, now, problems);
        Delta whole = Delta.between(document(live), document(ConfigJson.canonical(after.config())));
        Delta caused = Delta.between(document(before), document(ConfigJson.canonical(after.config())));
        Delta delta = whole.aboutTheSameAs(caused);
        ObjectNode result = (ObjectNode) delta.applyTo(document(live)).path(CONFIG);
        new Asked(origins, problems).check(patch, result);
        if (record.multiOrigin()) {
            MultiOriginConfig.refuseRouting(live, result, problems);
        }
        return new PlannedUpdate(delta, record.multiOrigin() ? record.originIds() : List.copyOf(after.originIds()));
    }

    /**
     * Makes a change that was planned before to what CloudFront has now, which may be newer. Looks nothing up.
     *
     * @param originIds the managed origins that the result uses
     * @param problems what does not hold together in the result, by JSON pointer
     */
    public static PreparedConfig changed(ObjectNode live, Delta delta, List<String> originIds, Problems problems) {
        ObjectNode result = (ObjectNode) delta.applyTo(document(live)).path(CONFIG);
        Quantities.count(result);
        Problems earlier = new Problems();
        Problems now = new Problems();
        new Structure().apply(new ConfigDraft("", live, earlier));
        ConfigDraft draft = new ConfigDraft("", result, now);
        new Structure().apply(draft);
        caused(earlier, now, problems);
        draft.originIds().addAll(originIds);
        return PreparedConfig.of(draft);
    }

    /** A problem that was there before is not this request's. */
    private static void caused(Problems earlier, Problems now, Problems problems) {
        now.found().stream()
                .filter(problem -> !earlier.found().contains(problem))
                .forEach(problem -> {
                    int colon = problem.indexOf(": ");
                    problems.add(problem.substring(0, colon), problem.substring(colon + 2));
                });
    }

    /** The document around a configuration in which a {@link Delta} finds it. */
    public static ObjectNode document(ObjectNode config) {
        return Json.object().set(CONFIG, config);
    }

    private ConfigDraft updated(Distribution record, ObjectNode config, Problems problems) {
        List<ConfigRule> applied = new ArrayList<>();
        applied.add(new RequiredInUpdates());
        rules.stream()
                .filter(rule -> !(record.multiOrigin() && rule instanceof OriginTargets))
                .forEach(applied::add);
        ConfigDraft draft = prepare(record.name(), config, problems, applied);
        draft.config().set("CallerReference", config.path("CallerReference"));
        return draft;
    }

    private ConfigDraft prepare(String name, ObjectNode given, Problems problems, List<ConfigRule> applied) {
        ConfigDraft draft = new ConfigDraft(name, KnownMembers.keep(given, problems), problems);
        applied.forEach(rule -> rule.apply(draft));
        return draft;
    }
}
