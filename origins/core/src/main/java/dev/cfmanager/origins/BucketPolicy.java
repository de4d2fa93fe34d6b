// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The part of a bucket's policy that this manager keeps: statements known by their {@code Sid}. One function of the
 * current policy and the readers there should be; statements of others keep their content and order, and a statement of
 * ours that already means the right thing is left as it is.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html">Restricting access to an S3 origin</a>
 */
public final class BucketPolicy {
    /** Distributions that read through an origin access control. */
    static final String SERVICE_SID = "AllowCloudFrontServicePrincipal";

    /** The same ones listing, so that what is missing is 404. */
    static final String SERVICE_LIST_SID = "AllowCloudFrontServicePrincipalListBucket";

    /** Identities that other distributions read through. */
    static final String IDENTITIES_SID = "AllowOriginAccessIdentities";

    /** The same ones listing. */
    static final String IDENTITIES_LIST_SID = "AllowOriginAccessIdentitiesListBucket";

    /** Everybody. */
    static final String PUBLIC_SID = "PublicReadGetObject";

    private static final String OLDER_IDENTITIES_SID = "AllowOriginAccessIdentity";
    private static final Set<String> MANAGED = Set.of(
            SERVICE_SID, SERVICE_LIST_SID, IDENTITIES_SID, IDENTITIES_LIST_SID, OLDER_IDENTITIES_SID, PUBLIC_SID);

    private BucketPolicy() {}

    /** What has to happen to the current policy (none: empty) so that these readers have their access and no more. */
    public static PolicyChange change(Optional<ObjectNode> current, BucketReaders readers) {
        Map<String, ObjectNode> wanted = wanted(readers);
        ArrayNode next = Json.array();
        boolean changed = false;
        for (JsonNode statement : statements(current)) {
            if (!isManaged(statement)) {
                next.add(statement);
                continue;
            }
            String sid = statement.path("Sid").asText();
            ObjectNode should = wanted.remove(sid.equals(OLDER_IDENTITIES_SID) ? IDENTITIES_SID : sid);
            boolean same = should != null && meaning(statement, readers).equals(meaning(should, readers));
            changed |= !same;
            if (should != null) {
                next.add(same ? statement : should);
            }
        }
        changed |= !wanted.isEmpty();
        wanted.values().forEach(next::add);
        if (!changed) {
            return new PolicyChange.None();
        }
        if (next.isEmpty()) {
            return new PolicyChange.Delete();
        }
        ObjectNode policy =
                current.map(ObjectNode::deepCopy).orElseGet(() -> Json.object().put("Version", "2012-10-17"));
        policy.set("Statement", next);
        return new PolicyChange.Write(policy);
    }

    /** The {@code Sid}s in a policy that are ours to write. */
    public static List<String> managedSids(ObjectNode policy) {
        return statements(Optional.of(policy)).stream()
                .filter(BucketPolicy::isManaged)
                .map(statement -> statement.path("Sid").asText())
                .toList();
    }

    private static boolean isManaged(JsonNode statement) {
        return statement.path("Sid").isTextual()
                && MANAGED.contains(statement.path("Sid").textValue());
    }

    /** IAM allows one statement to stand without its list. */
    private static List<JsonNode> statements(Optional<ObjectNode> policy) {
        List<JsonNode> statements = new ArrayList<>();
        JsonNode node = policy.map(each -> each.path("Statement")).orElseGet(Json::array);
        if (node.isArray()) {
            node.forEach(statements::add);
        } else if (node.isObject()) {
            statements.add(node);
        }
        return statements;
    }

    private static Map<String, ObjectNode> wanted(BucketReaders readers) {
        String bucketArn = "arn:aws:s3:::" + readers.bucket();
        String objects = bucketArn + "/*";
        Map<String, ObjectNode> wanted = new LinkedHashMap<>();
        if (!readers.distributionArns().isEmpty()) {
            wanted.put(SERVICE_SID, forService(SERVICE_SID, "s3:GetObject", objects, readers));
            if (readers.missingObjectsAre404()) {
                wanted.put(SERVICE_LIST_SID, forService(SERVICE_LIST_SID, "s3:ListBucket", bucketArn, readers));
            }
        }
        if (!readers.identities().isEmpty()) {
            wanted.put(IDENTITIES_SID, forIdentities(IDENTITIES_SID, "s3:GetObject", objects, readers));
            if (readers.missingObjectsAre404()) {
                wanted.put(
                        IDENTITIES_LIST_SID, forIdentities(IDENTITIES_LIST_SID, "s3:ListBucket", bucketArn, readers));
            }
        }
        if (readers.everybody()) {
            ObjectNode statement = Json.object().put("Sid", PUBLIC_SID).put("Effect", "Allow");
            wanted.put(
                    PUBLIC_SID,
                    statement
                            .put("Principal", "*")
                            .put("Action", "s3:GetObject")
                            .put("Resource", objects));
        }
        return wanted;
    }

    private static ObjectNode forService(String sid, String action, String resource, BucketReaders readers) {
        ObjectNode statement = Json.object().put("Sid", sid).put("Effect", "Allow");
        statement.putObject("Principal").put("Service", "cloudfront.amazonaws.com");
        statement.put("Action", action).put("Resource", resource);
        statement
                .putObject("Condition")
                .putObject("StringEquals")
                .set("AWS:SourceArn", oneOrList(readers.distributionArns()));
        return statement;
    }

    private static ObjectNode forIdentities(String sid, String action, String resource, BucketReaders readers) {
        Set<String> canonical = new TreeSet<>();
        Set<String> arns = new TreeSet<>();
        for (OaiGrant grant : readers.identities()) {
            if (grant.canonicalUserId().isBlank()) {
                arns.add(PolicyPrincipals.identityArn(grant.oaiId()));
            } else {
                canonical.add(grant.canonicalUserId());
            }
        }
        ObjectNode statement = Json.object().put("Sid", sid).put("Effect", "Allow");
        ObjectNode principal = statement.putObject("Principal");
        if (!canonical.isEmpty()) {
            principal.set("CanonicalUser", oneOrList(canonical));
        }
        if (!arns.isEmpty()) {
            principal.set("AWS", oneOrList(arns));
        }
        return statement.put("Action", action).put("Resource", resource);
    }

    private static JsonNode oneOrList(Collection<String> values) {
        ArrayNode list = Json.array();
        values.forEach(list::add);
        return list.size() == 1 ? list.get(0) : list;
    }

    /** A statement without what may be spelt in several ways: lists of one, the order in lists, identities. */
    private static ObjectNode meaning(JsonNode statement, BucketReaders readers) {
        ObjectNode meaning = Json.object();
        statement.properties().forEach(member -> {
            switch (member.getKey()) {
                case "Sid" -> {}
                case "Principal" ->
                    meaning.set("Principal", list(PolicyPrincipals.known(member.getValue(), readers.identities())));
                case "Condition" -> meaning.set("Condition", condition(member.getValue()));
                case "Action", "Resource" -> meaning.set(member.getKey(), list(texts(member.getValue())));
                default -> meaning.set(member.getKey(), member.getValue());
            }
        });
        return meaning;
    }

    private static JsonNode condition(JsonNode condition) {
        ObjectNode meaning = Json.object();
        condition.properties().forEach(operator -> {
            ObjectNode keys = meaning.putObject(operator.getKey());
            operator.getValue()
                    .properties()
                    .forEach(key ->
                            keys.set(key.getKey().toLowerCase(java.util.Locale.ROOT), list(texts(key.getValue()))));
        });
        return meaning;
    }

    private static ArrayNode list(Collection<String> texts) {
        ArrayNode list = Json.array();
        texts.forEach(list::add);
        return list;
    }

    private static Set<String> texts(JsonNode oneOrList) {
        return PolicyPrincipals.texts(oneOrList);
    }
}
