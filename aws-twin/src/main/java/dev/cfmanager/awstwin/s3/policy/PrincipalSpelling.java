// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cfmanager.awstwin.cloudfront.OriginAccessIdentities;
import dev.cfmanager.awstwin.kernel.Kernel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * How S3 respells principals: it resolves each when a policy is put (and refuses the whole policy when one does not
 * exist), and spells it anew when the policy is read.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html">principals</a>
 */
final class PrincipalSpelling {
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern IAM_ARN = Pattern.compile(
            "arn:aws:(?:iam::\\d{12}:(?:root|(?:user|role)/[\\w+=,.@/-]+)|sts::\\d{12}:(?:assumed-role|federated-user)/[\\w+=,.@/-]+)");
    private static final Pattern SERVICE = Pattern.compile("[a-z0-9][a-z0-9.-]*\\.amazonaws\\.com");

    private final OriginAccessIdentities identities;

    PrincipalSpelling(OriginAccessIdentities identities) {
        this.identities = identities;
    }

    /**
     * The document as S3 keeps it.
     *
     * @throws dev.cfmanager.awstwin.kernel.AwsError {@code MalformedPolicy} when a principal does not exist
     */
    JsonNode accepted(JsonNode document) {
        return respelled(document, this::resolve);
    }

    /** The document as S3 shows it now. */
    JsonNode shown(JsonNode document) {
        return respelled(document, this::show);
    }

    private Principal resolve(Principal principal) {
        return switch (principal.type()) {
            case "AWS" -> aws(principal);
            case "Service" -> {
                if (!SERVICE.matcher(principal.value()).matches()) {
                    throw invalid(principal);
                }
                yield principal;
            }
            case "CanonicalUser" ->
                identities
                        .identityOf(principal.value())
                        .map(Principal::originAccessIdentity)
                        .orElseThrow(() -> invalid(principal));
            default -> throw invalid(principal);
        };
    }

    private Principal aws(Principal principal) {
        Optional<String> identity = principal.originAccessIdentityId();
        if (identity.isPresent()) {
            return identities
                    .canonicalUser(identity.get())
                    .map(known -> Principal.originAccessIdentity(identity.get()))
                    .orElseThrow(() -> invalid(principal));
        }
        if (ACCOUNT.matcher(principal.value()).matches()) {
            return new Principal("AWS", "arn:aws:iam::" + principal.value() + ":root");
        }
        if (principal.isAnybody() || IAM_ARN.matcher(principal.value()).matches()) {
            return principal;
        }
        throw invalid(principal);
    }

    private Principal show(Principal principal) {
        Optional<String> identity = principal.originAccessIdentityId();
        boolean gone =
                identity.isPresent() && identities.canonicalUser(identity.get()).isEmpty();
        return gone ? new Principal("AWS", uniqueId(principal.value())) : principal;
    }

    /** The unique id that remains of a deleted principal; the same at every reading. */
    private static String uniqueId(String arn) {
        String hash = UUID.nameUUIDFromBytes((Kernel.ACCOUNT + arn).getBytes(StandardCharsets.UTF_8))
                .toString();
        return "AIDA" + hash.replace("-", "").substring(0, 17).toUpperCase(Locale.ROOT);
    }

    private static RuntimeException invalid(Principal principal) {
        return PolicyRules.malformed(
                "Invalid principal in policy", "\"" + principal.type() + "\" : \"" + principal.value() + "\"");
    }

    private static JsonNode respelled(JsonNode document, UnaryOperator<Principal> respell) {
        ObjectNode copy = document.deepCopy();
        ArrayNode statements = JsonNodeFactory.instance.arrayNode();
        for (JsonNode statement : PolicyJson.statements(document)) {
            ObjectNode respelled = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> element : statement.properties()) {
                boolean principals =
                        element.getKey().equals("Principal") || element.getKey().equals("NotPrincipal");
                JsonNode value = principals ? principals(element.getValue(), respell) : single(element.getValue());
                respelled.set(element.getKey(), value);
            }
            statements.add(respelled);
        }
        copy.set("Statement", statements);
        return copy;
    }

    private static JsonNode principals(JsonNode element, UnaryOperator<Principal> respell) {
        if (element.isTextual()) {
            return element;
        }
        Map<String, List<String>> byType = new LinkedHashMap<>();
        for (Principal principal : StatementReader.principals(element)) {
            Principal respelled = respell.apply(principal);
            byType.computeIfAbsent(respelled.type(), type -> new ArrayList<>()).add(respelled.value());
        }
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        byType.forEach((type, values) -> {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            values.forEach(value -> list.add(TextNode.valueOf(value)));
            node.set(type, single(list));
        });
        return node;
    }

    /** A list of one text as that text; anything else as it is. */
    private static JsonNode single(JsonNode value) {
        return value.isArray() && value.size() == 1 && value.get(0).isTextual() ? value.get(0) : value;
    }
}
