// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names viewers use instead of CloudFront's own: host names, the first label of which may be a wildcard, each once. A
 * wildcard and a name it covers may stand side by side; the more specific one wins.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html">Alternate domain names</a>
 */
final class Aliases implements ConfigRule {
    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)(\\*\\.)?" + "([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final String OWN = ".cloudfront.net";

    @Override
    public void apply(ConfigDraft draft) {
        Part root = Part.root(draft.config());
        List<String> aliases = root.texts("Aliases");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < aliases.size(); i++) {
            String alias = aliases.get(i).toLowerCase(Locale.ROOT);
            String pointer = root.at("Aliases") + "/Items/" + i;
            if (!NAME.matcher(alias).matches()) {
                draft.problems()
                        .add(
                                pointer,
                                "must be a host name, such as www.example.com, or *.example.com for every name below: "
                                        + aliases.get(i));
            } else if (alias.endsWith(OWN)) {
                draft.problems().add(pointer, "must not be one of CloudFront's own names: " + aliases.get(i));
            } else if (!seen.add(alias)) {
                draft.problems().add(pointer, "is named twice: " + aliases.get(i));
            }
        }
    }
}
