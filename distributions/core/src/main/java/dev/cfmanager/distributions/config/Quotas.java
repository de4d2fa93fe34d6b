// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import dev.cfmanager.common.config.Env;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts what CloudFront counts, see {@link CountedQuota}. Where AWS has raised a quota for the account, {@code
 * CLOUDFRONT_QUOTAS} says so: {@code ALIASES=250,ORIGINS=150}.
 */
final class Quotas implements ConfigRule {
    private final Map<CountedQuota, Integer> limits = new EnumMap<>(CountedQuota.class);

    /**
     * AWS's defaults and what the environment raises.
     *
     * @throws OperationException SERVER_MISCONFIGURED for a setting that names no quota or no number
     */
    Quotas(Env env) {
        for (CountedQuota quota : CountedQuota.values()) {
            limits.put(quota, quota.most());
        }
        String raised = env.get(EnvironmentVariable.CLOUDFRONT_QUOTAS, "");
        for (String setting : raised.isBlank() ? new String[0] : raised.split(",", -1)) {
            raise(setting.strip());
        }
    }

    private void raise(String setting) {
        int equals = setting.indexOf('=');
        try {
            limits.put(
                    CountedQuota.valueOf(setting.substring(0, Math.max(0, equals))),
                    Integer.valueOf(setting.substring(equals + 1)));
        } catch (IllegalArgumentException unreadable) {
            throw new OperationException(
                    ErrorKind.SERVER_MISCONFIGURED,
                    EnvironmentVariable.CLOUDFRONT_QUOTAS + " must read like ALIASES=250,ORIGINS=150, not " + setting,
                    unreadable);
        }
    }

    @Override
    public void apply(ConfigDraft draft) {
        Checks checks = new Checks(draft.problems());
        limits.forEach((quota, limit) -> quota.check(Part.root(draft.config()), limit, checks));
    }
}
