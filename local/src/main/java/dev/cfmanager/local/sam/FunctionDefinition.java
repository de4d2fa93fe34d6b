// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.sam;

import dev.cfmanager.local.template.Properties;
import dev.cfmanager.local.template.TemplateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An {@code AWS::Serverless::Function} as the template declares it.
 *
 * @param logicalId its name in the template
 * @param handler the handler's class name
 * @param codeUri its jar, relative to the template
 * @param environment its variables
 * @param timeout how long one run may take
 * @param memoryMegabytes configured memory
 * @param routes API methods it serves
 * @param schedules times at which it runs
 * @param eventRules events it runs for
 * @param statements what its own policies let its role do
 * @param managedPolicies ARNs of the managed policies its role has beside them
 * @see <a href="https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html">AWS::Serverless::Function</a>
 */
public record FunctionDefinition(
        String logicalId,
        String handler,
        String codeUri,
        Map<String, String> environment,
        Duration timeout,
        int memoryMegabytes,
        List<Route> routes,
        List<Schedule> schedules,
        List<EventRule> eventRules,
        List<PolicyStatement> statements,
        List<String> managedPolicies) {

    /** The resource type this is. */
    public static final String TYPE = "AWS::Serverless::Function";

    private static final int DEFAULT_TIMEOUT_SECONDS = 3;
    private static final int DEFAULT_MEMORY = 128;

    /**
     * Reads a function.
     *
     * @throws TemplateException for a missing handler, or a trigger of another kind than {@code Api}, {@code Schedule},
     *     {@code ScheduleV2} and {@code EventBridgeRule}
     */
    public static FunctionDefinition of(String logicalId, Properties properties) {
        List<Route> routes = new ArrayList<>();
        List<Schedule> schedules = new ArrayList<>();
        List<EventRule> eventRules = new ArrayList<>();
        Properties events = properties.section("Events");
        for (String event : events.names()) {
            String type = events.section(event).text("Type");
            Properties written = events.section(event).section("Properties");
            switch (type) {
                case "Api" -> routes.add(route(written));
                case "Schedule", "ScheduleV2" -> schedules.add(schedule(event, written));
                case "EventBridgeRule" -> eventRules.add(EventRule.of(event, written));
                default ->
                    throw new TemplateException(
                            events.path() + "." + event + ": a trigger of type " + type + " is not served here");
            }
        }
        return new FunctionDefinition(
                logicalId,
                properties.text("Handler"),
                properties.text("CodeUri"),
                properties.section("Environment").section("Variables").textMap(),
                Duration.ofSeconds(properties.integer("Timeout", DEFAULT_TIMEOUT_SECONDS)),
                properties.integer("MemorySize", DEFAULT_MEMORY),
                List.copyOf(routes),
                List.copyOf(schedules),
                List.copyOf(eventRules),
                properties.sectionsOf("Policies").stream()
                        .flatMap(policy -> PolicyStatement.of(policy).stream())
                        .toList(),
                properties.textsOf("Policies"));
    }

    private static Route route(Properties event) {
        String authorizer = event.section("Auth").optionalText("Authorizer").orElse("");
        return new Route(
                event.text("RestApiId"),
                event.text("Method").toUpperCase(Locale.ROOT),
                event.text("Path"),
                authorizer.equals("NONE"));
    }

    private static Schedule schedule(String event, Properties written) {
        boolean enabled =
                written.flag("Enabled", true) && !written.optionalText("State").equals(Optional.of("DISABLED"));
        return new Schedule(event, written.text("Schedule"), written.optionalText("Input"), enabled);
    }
}
