// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The principals of a policy statement. S3 gives an origin access identity back in another spelling than it was written
 * in (an ARN for a canonical user, underscores for spaces), so identities are known by the id at the end.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html">Identities in bucket policies</a>
 */
final class PolicyPrincipals {
    private static final String IDENTITY_PREFIX = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ";
    private static final Pattern IDENTITY = Pattern.compile(
            "arn:aws[a-z-]*:iam::cloudfront:user/CloudFront[ _+]Origin[ _+]Access[ _+]Identity[ _+]([A-Za-z0-9]+)");

    private PolicyPrincipals() {}

    /** The ARN an identity has as a principal. */
    static String identityArn(String oaiId) {
        return IDENTITY_PREFIX + oaiId;
    }

    /** The principals as {@code type:value}, those that are one of these identities as {@code identity:<id>}. */
    static Set<String> known(JsonNode principal, Collection<OaiGrant> identities) {
        Map<String, String> idByCanonicalUser = identities.stream()
                .filter(grant -> !grant.canonicalUserId().isBlank())
                .collect(Collectors.toMap(OaiGrant::canonicalUserId, OaiGrant::oaiId, (first, second) -> first));
        Set<String> known = new TreeSet<>();
        if (principal.isTextual()) {
            known.add("AWS:" + principal.textValue());
        }
        principal.properties().forEach(type -> {
            Function<String, String> name = value -> {
                Matcher identity = IDENTITY.matcher(value);
                if (type.getKey().equals("AWS") && identity.matches()) {
                    return "identity:" + identity.group(1);
                }
                String id = type.getKey().equals("CanonicalUser") ? idByCanonicalUser.get(value) : null;
                return id == null ? type.getKey() + ":" + value : "identity:" + id;
            };
            texts(type.getValue()).stream().map(name).forEach(known::add);
        });
        return known;
    }

    /** The texts of one text or a list of them, in order, each once. */
    static Set<String> texts(JsonNode oneOrList) {
        Set<String> texts = new TreeSet<>();
        if (oneOrList.isArray()) {
            oneOrList.forEach(each -> texts.add(each.asText()));
        } else {
            texts.add(oneOrList.asText());
        }
        return texts;
    }
}
