// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Problems;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Says which names and aliases belong to other distributions of ours, before anything is touched.
 *
 * <p>Of names this is a courtesy to the caller: the write of the record decides, see {@link DistributionRepository}. Of
 * aliases CloudFront is the judge: it knows every account's, and refuses a second owner with {@code CNAMEAlreadyExists}
 * (409), whoever asks first. What we know of our own comes from notes that go with the records, one read for all aliases
 * of a configuration, however many distributions there are; CloudFront's own look-ups for conflicts
 * ({@code ListConflictingAliases}, {@code ListDomainConflicts}) need a distribution that exists already. A wildcard and a
 * name it covers are no conflict: the more specific one wins.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-restrictions">Restrictions on alternate domain names</a>
 */
public final class TakenNames {
    private static final int MOST_ALIASES = 1000;
    private static final int LONGEST_HOST = 253;

    private final DistributionRepository repository;

    /** What these records hold. */
    public TakenNames(DistributionRepository repository) {
        this.repository = repository;
    }

    /**
     * Notes a conflict for the name, and one for each alias, that another record holds.
     *
     * @param own tells records that stand for the distribution in question itself
     */
    public void check(String name, ObjectNode config, Predicate<Distribution> own, Problems problems) {
        if (!name.isEmpty()) { // an unfit one has been noted
            repository.findByName(name).stream()
                    .filter(other -> !Holdings.names(other).isEmpty() && !own.test(other))
                    .findFirst()
                    .ifPresent(other -> problems.addConflict("name", taken(name, other.id())));
        }
        List<String> all = Holdings.aliases(config);
        List<String> aliases = all.subList(0, Math.min(all.size(), MOST_ALIASES)); // more are refused for their number
        Map<String, Distribution> holders = repository.findByAliases(
                aliases.stream().filter(alias -> alias.length() <= LONGEST_HOST).toList());
        for (int i = 0; i < aliases.size(); i++) {
            Distribution holder = holders.get(aliases.get(i));
            if (holder != null && !own.test(holder)) {
                problems.addConflict(
                        "/config/Aliases/Items/" + i,
                        aliases.get(i) + " belongs to distribution " + holder.id() + " (" + holder.name()
                                + "); take it away there first");
            }
        }
    }

    /** What a write fails with that would give a name to a second record. */
    static OperationException conflict(String name, String holder) {
        return OperationException.conflict("name: " + taken(name, holder));
    }

    private static String taken(String name, String holder) {
        return "the name " + name + " is taken by distribution " + holder + "; choose another one";
    }
}
