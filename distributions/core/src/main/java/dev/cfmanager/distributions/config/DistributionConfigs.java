// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.Env;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.json.Problems;
import dev.cfmanager.distributions.DistributionSpec;
import dev.cfmanager.origins.OriginRepository;
import java.util.List;

/**
 * Makes configurations: what a client sends, brought into the shape that CloudFront takes, rule by rule in the order of
 * the contract. Reads origins and touches nothing else.
 */
public final class DistributionConfigs {
    private final List<ConfigRule> rules;

    /** Configurations over these origins, with the stack's cache policy where it has one. */
    public DistributionConfigs(Env env, OriginRepository origins) {
        this.rules = List.of(
                new Basics(),
                new CachePolicies(env.find(EnvironmentVariable.CUSTOM_CACHE_POLICY_ID)),
                new OriginPaths(),
                new OriginTargets(origins),
                new ViewerCertificates(),
                new Quantities(),
                new Structure());
    }

    /**
     * The configuration of a new distribution with one origin or several, none of them chosen at the edge. What is wrong
     * is noted in {@link DistributionSpec#problems()}, by JSON pointer; the result is then of no use.
     */
    public PreparedConfig forCreate(DistributionSpec spec) {
        if (spec.multiOrigin()) { // never silently a distribution with one origin
            spec.problems().add("isMultiOrigin", "distributions that choose among origins cannot be created here");
            return PreparedConfig.none();
        }
        boolean generated = spec.config().isEmpty();
        if (generated && spec.shortcuts().originDomain().isEmpty()) {
            return PreparedConfig.none(); // the spec has said what is missing
        }
        ObjectNode given = generated ? DefaultConfig.of(spec.shortcuts()) : spec.config();
        ConfigDraft draft = prepare(spec.name(), OldSpellings.correct(given), spec.problems());
        if (generated) {
            DefaultConfig.forS3(draft.config());
        }
        return PreparedConfig.of(draft);
    }

    private ConfigDraft prepare(String name, ObjectNode given, Problems problems) {
        ConfigDraft draft = new ConfigDraft(name, KnownMembers.keep(given, problems), problems);
        rules.forEach(rule -> rule.apply(draft));
        return draft;
    }
}
