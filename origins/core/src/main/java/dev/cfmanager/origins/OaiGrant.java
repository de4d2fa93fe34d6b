// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.util.Map;
import java.util.TreeMap;

/**
 * One multi-origin distribution's way into a bucket: through its origin access identity.
 *
 * @param arn ARN of the distribution
 * @param oaiId id of the identity, such as {@code E2QWRUHAPOMQZL}
 * @param canonicalUserId the identity's S3 canonical user id; empty when not known
 */
public record OaiGrant(String arn, String oaiId, String canonicalUserId) {

    /** The table's form: an object of grants by distribution id. */
    static ObjectNode toJson(Map<String, OaiGrant> grants) {
        ObjectNode json = Json.object();
        new TreeMap<>(grants).forEach((distributionId, grant) -> json.putObject(distributionId)
                .put("arn", grant.arn)
                .put("oaiId", grant.oaiId)
                .put("canonicalUserId", grant.canonicalUserId));
        return json;
    }

    static Map<String, OaiGrant> ofJson(ObjectNode json) {
        Map<String, OaiGrant> grants = new TreeMap<>();
        json.properties()
                .forEach(grant -> grants.put(
                        grant.getKey(),
                        new OaiGrant(
                                grant.getValue().path("arn").asText(),
                                grant.getValue().path("oaiId").asText(),
                                grant.getValue().path("canonicalUserId").asText())));
        return grants;
    }
}
