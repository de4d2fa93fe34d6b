// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.permissions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.infra.Repository;
import dev.cfmanager.local.LocalSystem;
import dev.cfmanager.local.Settings;
import dev.cfmanager.local.sam.FunctionDefinition;
import dev.cfmanager.local.sam.PolicyStatement;
import dev.cfmanager.local.samples.SampleWebsite;
import dev.cfmanager.local.template.Template;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the template lets each function do, with everything switched on that a parameter can switch, and what each
 * function was seen to do.
 */
final class StackPermissions {
    /** The account of every stack on a laptop. */
    static final String ACCOUNT = "123456789012";

    private static final Path TEMPLATE = Repository.root().resolve("template.yaml");

    private final Map<String, FunctionDefinition> functions = new LinkedHashMap<>();
    private final Map<String, List<PolicyStatement>> permissions = new LinkedHashMap<>();
    private final Map<String, List<PolicyStatement>> policies = new LinkedHashMap<>();
    private final List<String> lines = Repository.text("template.yaml").lines().toList();

    private StackPermissions() {}

    /** Creates the stack on a twin of its own, to have every name and ARN as a deployed one has it. */
    static StackPermissions read() {
        StackPermissions read = new StackPermissions();
        try (Twin twin = Twin.start()) {
            Map<String, String> parameters = SampleWebsite.addTo(
                    twin,
                    Template.read(TEMPLATE).parameterNames(),
                    Map.of("AllowedOrigins", "https://console.example", "AllowPublicRead", "true"));
            try (LocalSystem system = LocalSystem.start(Settings.of(TEMPLATE, parameters), twin)) {
                system.managedPolicies().forEach((arn, statements) -> read.policies.put(policyId(arn), statements));
                system.functions().forEach((name, function) -> {
                    read.functions.put(function.logicalId(), function);
                    read.permissions.put(function.logicalId(), system.permissions(name));
                });
            }
        }
        return read;
    }

    /** Every function by its logical id. */
    Map<String, FunctionDefinition> functions() {
        return functions;
    }

    /** What a function's role may do. */
    List<PolicyStatement> of(String function) {
        return permissions.getOrDefault(function, List.of());
    }

    /** The module whose jar a function is. */
    static String moduleOf(FunctionDefinition function) {
        return function.codeUri().substring(0, function.codeUri().indexOf("/target/"));
    }

    /** What the functions were seen to do in a module's tests; calls of nobody's are left out. */
    List<RecordedCall> calls(Journal journal) {
        List<RecordedCall> calls = new ArrayList<>();
        journal.lines().forEach(line -> functionOf(line.path("identity").asText())
                .ifPresent(function -> calls.add(call(function, line, journal.module()))));
        return calls;
    }

    /** What a core called on behalf of a function that it is part of, in the names that the function gives. */
    List<RecordedCall> callsFor(String function, Journal core) {
        List<RecordedCall> calls = new ArrayList<>();
        core.lines().forEach(line -> {
            if (!line.path("identity").asText().equals("test")) {
                calls.add(call(functions.get(function), line, core.module()));
            }
        });
        return calls;
    }

    /** The managed policies that a function has, by logical id. */
    Set<String> policiesOf(String function) {
        return functions.get(function).managedPolicies().stream()
                .map(StackPermissions::policyId)
                .filter(policies::containsKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether a function has a statement from one of its managed policies. */
    boolean isFrom(String policy, String function, PolicyStatement statement) {
        return policiesOf(function).contains(policy)
                && policies.get(policy).contains(statement)
                && !functions.get(function).statements().contains(statement);
    }

    private static String policyId(String arn) {
        return arn.replaceAll(".*manager-", "");
    }

    /** Where to change what a function may do: {@code template.yaml:<line>} of an action, else of the function. */
    String place(String function, String action) {
        List<String> blocks = Stream.concat(
                        Stream.of(function),
                        functions.get(function).managedPolicies().stream().map(StackPermissions::policyId))
                .toList();
        for (String block : blocks) {
            int begins = lines.indexOf("  " + block + ":");
            for (int i = begins + 1; begins >= 0 && i < lines.size() && isInside(lines.get(i)); i++) {
                if (lines.get(i)
                        .toLowerCase(Locale.ROOT)
                        .matches(".*" + java.util.regex.Pattern.quote(action.toLowerCase(Locale.ROOT)) + "\\b.*")) {
                    return "template.yaml:" + (i + 1);
                }
            }
        }
        return "template.yaml:" + (lines.indexOf("  " + function + ":") + 1);
    }

    private static RecordedCall call(FunctionDefinition function, JsonNode line, String module) {
        List<String> resources = new ArrayList<>();
        line.path("resources").forEach(resource -> resources.add(StackNames.of(function, resource.asText())));
        Set<String> actions = new LinkedHashSet<>();
        line.path("actions").forEach(action -> actions.add(action.asText()));
        return new RecordedCall(
                function.logicalId(), actions, resources.stream().distinct().toList(), module);
    }

    /** The function that calls under an identity: its name in the stack, its handler, or a class of its module alone. */
    private Optional<FunctionDefinition> functionOf(String identity) {
        List<FunctionDefinition> byName = functions.values().stream()
                .filter(function ->
                        identity.endsWith("-" + function.logicalId()) || identity.equals(function.handler()))
                .toList();
        if (!byName.isEmpty()) {
            return Optional.of(byName.get(0));
        }
        String source = "/src/main/java/" + identity.replaceAll("\\$.*", "").replace('.', '/') + ".java";
        List<FunctionDefinition> byModule = functions.values().stream()
                .filter(function -> Repository.root()
                        .resolve(moduleOf(function) + source)
                        .toFile()
                        .exists())
                .toList();
        return byModule.size() == 1 ? Optional.of(byModule.get(0)) : Optional.empty();
    }

    private static boolean isInside(String line) {
        return line.isBlank() || line.startsWith("   ") || line.startsWith("  #");
    }
}
