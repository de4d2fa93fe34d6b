// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.stack;

import dev.cfmanager.local.signin.UserPool;
import dev.cfmanager.local.template.Properties;
import dev.cfmanager.local.template.StackIdentity;
import dev.cfmanager.local.template.TemplateException;
import java.util.Map;

/** {@code AWS::Cognito::UserPool} with its clients and groups: what tokens are checked against. */
final class UserPools {
    private static final int POOL_ID_LENGTH = 9;
    private static final int CLIENT_ID_LENGTH = 26;

    private final StackIdentity stack;
    private final Map<String, UserPool> pools;

    UserPools(StackIdentity stack, Map<String, UserPool> pools) {
        this.stack = stack;
        this.pools = pools;
    }

    Made pool(String logicalId, Properties properties) {
        String id = stack.region() + "_" + StableIds.of(stack.name() + "/" + logicalId, POOL_ID_LENGTH);
        String arn = stack.arn("cognito-idp", "userpool/" + id);
        UserPool pool = UserPool.empty(id, stack.region());
        pools.put(arn, pool);
        String issuer = pool.issuer();
        return new Made(
                id,
                Map.of(
                        "Arn", arn,
                        "UserPoolId", id,
                        "ProviderURL", issuer,
                        "ProviderName", issuer.substring("https://".length())));
    }

    Made client(String logicalId, Properties properties) {
        String id = StableIds.of(stack.name() + "/" + logicalId, CLIENT_ID_LENGTH);
        find(properties).clients().add(id);
        return new Made(id, Map.of("ClientId", id));
    }

    Made group(String logicalId, Properties properties) {
        String name = properties.optionalText("GroupName").orElse(stack.name() + "-" + logicalId);
        find(properties).groups().add(name);
        return new Made(name, Map.of());
    }

    private UserPool find(Properties properties) {
        String id = properties.text("UserPoolId");
        return pools.values().stream()
                .filter(pool -> pool.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new TemplateException(properties.path() + ".UserPoolId: the template has no user pool " + id));
    }
}
