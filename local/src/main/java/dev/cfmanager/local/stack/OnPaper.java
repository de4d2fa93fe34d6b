// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.stack;

import dev.cfmanager.local.template.Properties;
import dev.cfmanager.local.template.StackIdentity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The resource types that a laptop leaves out on purpose: they get a name and an ARN, so that the rest can refer to
 * them, and nothing else. A type that is neither here nor made for real stops the start.
 */
enum OnPaper {
    /** Nothing checks permissions at run time; a test compares the calls made with the policies. */
    ROLE("AWS::IAM::Role", "iam", "role/", Ref.NAME),
    /** Function logs go to the terminal or the log file. */
    LOG_GROUP("AWS::Logs::LogGroup", "logs", "log-group:", Ref.NAME),
    /** The layer's jars are on the class path. */
    LAYER("AWS::Serverless::LayerVersion", "lambda", "layer:", Ref.ARN),
    /** The gateway here writes no logs to CloudWatch. */
    API_GATEWAY_ACCOUNT("AWS::ApiGateway::Account", "apigateway", "account/", Ref.NAME),
    /** Nobody watches metrics here. */
    ALARM("AWS::CloudWatch::Alarm", "cloudwatch", "alarm:", Ref.NAME),
    /** As for alarms. */
    DASHBOARD("AWS::CloudWatch::Dashboard", "cloudwatch", "dashboard/", Ref.NAME),
    /** Logs go to the terminal or the log file, where other tools search. */
    SAVED_QUERY("AWS::Logs::QueryDefinition", "logs", "query-definition:", Ref.NAME),
    /** Only this machine can reach the API. */
    WEB_ACL("AWS::WAFv2::WebACL", "wafv2", "webacl/", Ref.ARN),
    /** As for the ACL itself. */
    WEB_ACL_ASSOCIATION("AWS::WAFv2::WebACLAssociation", "wafv2", "association/", Ref.NAME);

    private final String type;
    private final String service;
    private final String arnPrefix;
    private final Ref ref;

    OnPaper(String type, String service, String arnPrefix, Ref ref) {
        this.type = type;
        this.service = service;
        this.arnPrefix = arnPrefix;
        this.ref = ref;
    }

    static Map<String, ResourceType> types(StackIdentity stack) {
        Map<String, ResourceType> types = new LinkedHashMap<>();
        for (OnPaper left : values()) {
            types.put(left.type, (logicalId, properties) -> left.write(stack, logicalId, properties));
        }
        return types;
    }

    private Made write(StackIdentity stack, String logicalId, Properties properties) {
        String name = Optional.<String>empty()
                .or(() -> properties.optionalText("RoleName"))
                .or(() -> properties.optionalText("LogGroupName"))
                .orElse(stack.name() + "-" + logicalId);
        String arn = service.equals("iam")
                ? "arn:aws:iam::" + stack.account() + ":" + arnPrefix + name
                : stack.arn(service, arnPrefix + name);
        return new Made(ref == Ref.ARN ? arn : name, Map.of("Arn", arn));
    }

    private enum Ref {
        NAME,
        ARN
    }
}
