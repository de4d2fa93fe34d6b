// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The faults whose turn one call is.
 *
 * @param rules the rules that fire, in order
 * @param recollection earlier answers; null when the script has no stale reads
 */
record Strikes(List<FaultRule> rules, @Nullable Recollection recollection) {

    /**
     * Before the effect.
     *
     * @return a stale answer that takes the operation's place; null to run the operation
     * @throws AwsError when the service refuses
     * @throws TwinCrash when the caller dies
     * @throws IOException when the request is lost
     */
    @Nullable
    TwinResponse before(Moment moment) throws IOException {
        TwinResponse stale = null;
        for (FaultRule rule : rules) {
            if (!rule.isAfterEffect()) {
                rule.effect().strike(moment);
            }
            if (rule.effect() instanceof Effect.Stale && remembers(moment) && recollection != null) {
                stale = recollection.of(moment);
            }
        }
        return stale;
    }

    /**
     * After the effect, with the same exceptions.
     *
     * @return the answer, replaced where the script says so
     */
    TwinResponse after(Moment moment, TwinResponse response) throws IOException {
        if (remembers(moment) && recollection != null) {
            recollection.keep(moment, response);
        }
        TwinResponse answer = response;
        for (FaultRule rule : rules) {
            if (rule.isAfterEffect()) {
                rule.effect().strike(moment);
                answer = rule.effect().replace(answer);
            }
        }
        return answer;
    }

    private boolean remembers(Moment moment) {
        return recollection != null
                && moment.service().answersEventually(moment.call().operation(), moment.request());
    }
}
