// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Json;
import dev.cfmanager.awstwin.kernel.JsonInput;
import dev.cfmanager.awstwin.kernel.Kernel;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The operations on state machines. */
final class StateMachines {
    /** <a href="https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html">Quotas</a>: tags per resource. */
    private static final int MOST_TAGS = 50;

    private static final int MOST_LISTED = 1000;
    private static final int LISTED = 100;

    private final Kernel kernel;
    private final StatesData data;
    private final Engine engine;

    StateMachines(Kernel kernel, StatesData data, Engine engine) {
        this.kernel = kernel;
        this.data = data;
        this.engine = engine;
    }

    /** <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html">CreateStateMachine</a>. */
    synchronized ObjectNode create(JsonInput input, String region) {
        String name = StatesRules.name(input.required("name"));
        String definition = checked(input.required("definition"));
        String role = StatesRules.role(input.required("roleArn"));
        standardOnly(input);
        String arn = StatesRules.machineArn(region, name);
        String logging = configuration(input, "loggingConfiguration");
        String tracing = configuration(input, "tracingConfiguration");
        StateMachine known = data.machines.get(arn);
        if (known != null) {
            boolean same = known.definition().equals(definition)
                    && known.logging().equals(logging)
                    && known.tracing().equals(tracing);
            if (known.status().equals(StateMachine.DELETING)) {
                throw deleting(arn);
            }
            if (!same) {
                throw new AwsError(409, "StateMachineAlreadyExists", "State Machine Already Exists: '" + arn + "'");
            }
            return created(known);
        }
        Instant now = kernel.clock().instant();
        StateMachine machine = new StateMachine(
                arn,
                name,
                definition,
                role,
                kernel.ids().uuid(),
                StateMachine.ACTIVE,
                logging,
                tracing,
                now,
                tags(Map.of(), input.get("tags")));
        data.keepDefinition(machine);
        data.machines.put(arn, machine);
        return created(machine);
    }

    /** <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html">UpdateStateMachine</a>: running executions keep the definition they began with. */
    synchronized ObjectNode update(JsonInput input) {
        StateMachine machine = find(input.required("stateMachineArn"));
        if (machine.status().equals(StateMachine.DELETING)) {
            throw deleting(machine.arn());
        }
        boolean something = input.has("definition")
                || input.has("roleArn")
                || input.has("loggingConfiguration")
                || input.has("tracingConfiguration");
        if (!something) {
            throw new AwsError(
                    400,
                    "MissingRequiredParameter",
                    "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified");
        }
        standardOnly(input);
        StateMachine updated = new StateMachine(
                machine.arn(),
                machine.name(),
                input.text("definition").map(StateMachines::checked).orElse(machine.definition()),
                input.text("roleArn").map(StatesRules::role).orElse(machine.roleArn()),
                kernel.ids().uuid(),
                machine.status(),
                input.has("loggingConfiguration") ? configuration(input, "loggingConfiguration") : machine.logging(),
                input.has("tracingConfiguration") ? configuration(input, "tracingConfiguration") : machine.tracing(),
                machine.created(),
                machine.tags());
        data.keepDefinition(updated);
        data.machines.put(updated.arn(), updated);
        ObjectNode answer = Json.object().put("revisionId", updated.revisionId());
        answer.set("updateDate", Json.time(kernel.clock().instant()));
        return answer;
    }

    /** <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html">DescribeStateMachine</a>. */
    ObjectNode describe(JsonInput input) {
        StateMachine machine = find(input.required("stateMachineArn"));
        ObjectNode answer = Json.object();
        answer.put("stateMachineArn", machine.arn());
        answer.put("name", machine.name());
        answer.put("status", machine.status());
        answer.put("definition", machine.definition());
        answer.put("roleArn", machine.roleArn());
        answer.put("type", "STANDARD");
        answer.set("creationDate", Json.time(machine.created()));
        answer.set("loggingConfiguration", Json.read(machine.logging()));
        answer.set("tracingConfiguration", Json.read(machine.tracing()));
        answer.put("revisionId", machine.revisionId());
        return answer;
    }

    /** <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachines.html">ListStateMachines</a>, of the caller's region by name. */
    ObjectNode list(JsonInput input, String region) {
        int most = most(input);
        String prefix = StatesRules.machineArn(region, "");
        Optional<String> after = StatesRules.key(input.text("nextToken"));
        if (after.isPresent() && !after.get().startsWith(prefix)) {
            throw StatesRules.invalidToken();
        }
        Iterator<String> keys = data.machines.keyIterator(after.orElse(prefix));
        ObjectNode answer = Json.object();
        ArrayNode listed = answer.putArray("stateMachines");
        while (keys.hasNext()) {
            String key = keys.next();
            StateMachine machine = data.machines.get(key);
            if (!key.startsWith(prefix) || machine == null) {
                break;
            }
            if (listed.size() == most) {
                answer.put("nextToken", StatesRules.token(key));
                break;
            }
            ObjectNode item = listed.addObject();
            item.put("stateMachineArn", machine.arn());
            item.put("name", machine.name());
            item.put("type", "STANDARD");
            item.set("creationDate", Json.time(machine.created()));
        }
        return answer;
    }

    /** <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html">DeleteStateMachine</a>: asynchronous; its executions end at their next transition. */
    synchronized ObjectNode delete(JsonInput input) {
        String arn = StatesRules.arn(input.required("stateMachineArn"), "stateMachine");
        StateMachine machine = data.machines.get(arn);
        if (machine != null) {
            data.machines.put(arn, machine.deleting());
            engine.removeSoon(arn);
        }
        return Json.object();
    }

    synchronized ObjectNode tag(JsonInput input) {
        StateMachine machine = resource(input.required("resourceArn"));
        data.machines.put(machine.arn(), machine.tagged(tags(machine.tags(), input.get("tags"))));
        return Json.object();
    }

    synchronized ObjectNode untag(JsonInput input) {
        StateMachine machine = resource(input.required("resourceArn"));
        TreeMap<String, String> tags = new TreeMap<>(machine.tags());
        input.get("tagKeys").forEach(key -> tags.remove(key.asText()));
        data.machines.put(machine.arn(), machine.tagged(Collections.unmodifiableMap(tags)));
        return Json.object();
    }

    ObjectNode tagsOf(JsonInput input) {
        ObjectNode answer = Json.object();
        ArrayNode tags = answer.putArray("tags");
        resource(input.required("resourceArn"))
                .tags()
                .forEach((key, value) -> tags.addObject().put("key", key).put("value", value));
        return answer;
    }

    /** <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html">ValidateStateMachineDefinition</a>. */
    ObjectNode validate(JsonInput input) {
        Problems problems = DefinitionCheck.of(input.required("definition"));
        ObjectNode answer = Json.object().put("result", problems.none() ? "OK" : "FAIL");
        ArrayNode diagnostics = answer.putArray("diagnostics");
        for (Problems.Problem problem : problems.all()) {
            ObjectNode diagnostic = diagnostics.addObject();
            diagnostic.put("severity", "ERROR").put("code", problem.code());
            diagnostic.put("message", problem.message()).put("location", problem.pointer());
        }
        answer.put("truncated", false);
        return answer;
    }

    /** The machine of that ARN. */
    StateMachine find(String arn) {
        StateMachine machine = data.machines.get(StatesRules.arn(arn, "stateMachine"));
        if (machine == null) {
            throw new AwsError(400, "StateMachineDoesNotExist", "State Machine Does Not Exist: '" + arn + "'");
        }
        return machine;
    }

    static AwsError deleting(String arn) {
        return new AwsError(400, "StateMachineDeleting", "State Machine is being deleted: '" + arn + "'");
    }

    static int most(JsonInput input) {
        int asked = input.integer("maxResults", LISTED, 0, MOST_LISTED);
        return asked == 0 ? LISTED : asked;
    }

    private StateMachine resource(String arn) {
        StateMachine machine = data.machines.get(arn);
        if (machine == null) {
            throw new AwsError(400, "ResourceNotFound", "Resource not found: '" + arn + "'");
        }
        return machine;
    }

    private static ObjectNode created(StateMachine machine) {
        ObjectNode answer = Json.object().put("stateMachineArn", machine.arn());
        answer.set("creationDate", Json.time(machine.created()));
        return answer;
    }

    private static String checked(String definition) {
        Problems problems = DefinitionCheck.of(definition);
        if (!problems.none()) {
            throw new AwsError(400, "InvalidDefinition", "Invalid State Machine Definition: '" + problems + "'");
        }
        return definition;
    }

    private static void standardOnly(JsonInput input) {
        if (!input.text("type").orElse("STANDARD").equals("STANDARD")) {
            throw new AwsError(
                    400,
                    "StateMachineTypeNotSupported",
                    "The twin runs STANDARD state machines, not " + input.required("type"));
        }
        if (input.flag("publish", false)) {
            throw new AwsError(400, "ValidationException", "the twin does not publish versions of state machines");
        }
    }

    private static String configuration(JsonInput input, String member) {
        if (input.has(member)) {
            return Json.write(input.get(member));
        }
        ObjectNode off = Json.object();
        if (member.equals("loggingConfiguration")) {
            off.put("level", "OFF").put("includeExecutionData", false);
        } else {
            off.put("enabled", false);
        }
        return Json.write(off);
    }

    private static Map<String, String> tags(Map<String, String> known, JsonNode more) {
        Map<String, String> tags = new TreeMap<>(known);
        for (JsonNode tag : more) {
            tags.put(tag.path("key").asText(), tag.path("value").asText());
        }
        if (tags.size() > MOST_TAGS) {
            throw new AwsError(400, "TooManyTags", "Too many tags: at most " + MOST_TAGS + " per resource");
        }
        return Collections.unmodifiableMap(tags);
    }
}
