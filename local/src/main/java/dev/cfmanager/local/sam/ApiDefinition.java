// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.sam;

import dev.cfmanager.local.template.Properties;
import dev.cfmanager.local.template.TemplateException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An {@code AWS::Serverless::Api} as the template declares it.
 *
 * @param logicalId its name in the template
 * @param stage the stage's name, first segment of every URL
 * @param userPoolArn the user pool whose tokens it asks for; empty when every method is open
 * @param tokenHeader the header that carries the token
 * @param preflight what it answers to {@code OPTIONS}; empty when it does not
 * @param responses how it words its own errors, by response type
 * @param throttle its limit on requests; empty for none
 * @see <a href="https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html">AWS::Serverless::Api</a>
 */
public record ApiDefinition(
        String logicalId,
        String stage,
        Optional<String> userPoolArn,
        String tokenHeader,
        Optional<Preflight> preflight,
        Map<String, GatewayResponse> responses,
        Optional<Throttle> throttle) {

    /** The resource type this is. */
    public static final String TYPE = "AWS::Serverless::Api";

    /**
     * Reads an API.
     *
     * @throws TemplateException for a default authorizer that is not a Cognito user pool
     */
    public static ApiDefinition of(String logicalId, Properties properties) {
        Properties auth = properties.section("Auth");
        Optional<Properties> authorizer =
                auth.optionalText("DefaultAuthorizer").map(auth.section("Authorizers")::section);
        Properties responses = properties.section("GatewayResponses");
        Map<String, GatewayResponse> wordings = new LinkedHashMap<>();
        responses.names().forEach(type -> wordings.put(type, GatewayResponse.of(responses.section(type))));
        return new ApiDefinition(
                logicalId,
                properties.text("StageName"),
                authorizer.map(written -> written.text("UserPoolArn")),
                authorizer
                        .map(written -> written.section("Identity"))
                        .flatMap(identity -> identity.optionalText("Header"))
                        .orElse("Authorization"),
                Preflight.of(properties),
                wordings,
                Throttle.of(properties));
    }
}
