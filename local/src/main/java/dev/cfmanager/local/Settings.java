// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a local system is started with.
 *
 * @param template the SAM template; files it names are beside it
 * @param stackName the stack's name; physical names are made from it
 * @param region where the stack stands
 * @param parameters values that replace the template's defaults
 * @param dataFolder where everything is kept over restarts; empty for memory only
 * @param functionLog takes the functions' log lines
 */
public record Settings(
        Path template,
        String stackName,
        String region,
        Map<String, String> parameters,
        Optional<Path> dataFolder,
        Consumer<String> functionLog) {

    /** The template's stack in memory, in us-east-1, with its functions' logs thrown away. */
    public static Settings of(Path template, Map<String, String> parameters) {
        return new Settings(
                template, "cloudfront-manager", "us-east-1", Map.copyOf(parameters), Optional.empty(), line -> {});
    }

    /** The same, kept in that folder. */
    public Settings in(Path folder) {
        return new Settings(template, stackName, region, parameters, Optional.of(folder), functionLog);
    }

    /** The same with other values for the template's parameters. */
    public Settings with(Map<String, String> newParameters) {
        return new Settings(template, stackName, region, newParameters, dataFolder, functionLog);
    }
}
