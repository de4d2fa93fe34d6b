// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.stack;

import dev.cfmanager.local.template.Properties;
import dev.cfmanager.local.template.StackIdentity;
import dev.cfmanager.local.template.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;

/** {@code AWS::Serverless::StateMachine} with its definition in a file of its own. */
final class StateMachines implements ResourceType {
    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{([A-Za-z0-9]+)}");

    private final SfnClient stepFunctions;
    private final StackIdentity stack;
    private final Path templateFolder;

    StateMachines(SfnClient stepFunctions, StackIdentity stack, Path templateFolder) {
        this.stepFunctions = stepFunctions;
        this.stack = stack;
        this.templateFolder = templateFolder;
    }

    @Override
    public Made make(String logicalId, Properties properties) {
        String name = properties.optionalText("Name").orElse(stack.name() + "-" + logicalId);
        String arn = stack.arn("states", "stateMachine:" + name);
        String role = properties.optionalText("Role").orElse("arn:aws:iam::" + stack.account() + ":role/" + name);
        String definition = definition(templateFolder, properties);
        try {
            createOrUpdate(name, arn, role, definition);
        } catch (SfnException refused) {
            throw new TemplateException(
                    logicalId + ": " + refused.awsErrorDetails().errorMessage(), refused);
        }
        return new Made(arn, Map.of("Arn", arn, "Name", name));
    }

    private void createOrUpdate(String name, String arn, String role, String definition) {
        try {
            stepFunctions.describeStateMachine(request -> request.stateMachineArn(arn));
            stepFunctions.updateStateMachine(request ->
                    request.stateMachineArn(arn).definition(definition).roleArn(role));
        } catch (StateMachineDoesNotExistException absent) {
            stepFunctions.createStateMachine(
                    request -> request.name(name).definition(definition).roleArn(role));
        }
    }

    /**
     * The definition with its substitutions made.
     *
     * @throws TemplateException when the file cannot be read, or when names in it and names given do not agree
     */
    static String definition(Path templateFolder, Properties properties) {
        Path file = templateFolder.resolve(properties.text("DefinitionUri"));
        Map<String, String> given =
                properties.section("DefinitionSubstitutions").textMap();
        TreeSet<String> unused = new TreeSet<>(given.keySet());
        String written;
        try {
            written = Files.readString(file);
        } catch (IOException e) {
            throw new TemplateException(properties.path() + ".DefinitionUri: cannot read " + file, e);
        }
        String definition = SUBSTITUTION.matcher(written).replaceAll(found -> {
            String value = given.get(found.group(1));
            if (value == null) {
                throw new TemplateException(file.getFileName() + " needs ${" + found.group(1) + "}, which "
                        + properties.path() + ".DefinitionSubstitutions does not give");
            }
            unused.remove(found.group(1));
            return Matcher.quoteReplacement(value);
        });
        if (!unused.isEmpty()) {
            throw new TemplateException(
                    properties.path() + ".DefinitionSubstitutions gives " + unused + ", which nothing uses");
        }
        return definition;
    }
}
