// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.JsonInput;
import dev.cfmanager.awstwin.kernel.Kernel;
import java.util.regex.Pattern;

/** The operations on aliases; routing between two versions is refused. */
final class Aliases {
    private static final Pattern NAME = Pattern.compile("(?!^[0-9]+$)([a-zA-Z0-9-_]{1,128})");

    private final Kernel kernel;
    private final FunctionData data;

    Aliases(Kernel kernel, FunctionData data) {
        this.kernel = kernel;
        this.data = data;
    }

    /** <a href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html">CreateAlias</a>. */
    synchronized ObjectNode create(FunctionName function, JsonInput input) {
        String name = input.required("Name");
        if (!NAME.matcher(name).matches()) {
            throw LambdaErrors.constraint(name, "name", "Member must satisfy regular expression pattern: " + NAME);
        }
        if (data.aliases.containsKey(function.arn() + ":" + name)) {
            throw LambdaErrors.conflict("Alias already exists: " + function.arn() + ":" + name);
        }
        return put(
                function,
                name,
                input.required("FunctionVersion"),
                input.text("Description").orElse(""),
                input);
    }

    /** <a href="https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html">UpdateAlias</a>. */
    synchronized ObjectNode update(FunctionName function, String name, JsonInput input) {
        Alias alias = find(function, name);
        input.text("RevisionId")
                .filter(revision -> !revision.equals(alias.revisionId()))
                .ifPresent(revision -> {
                    throw LambdaErrors.revisionMismatch();
                });
        return put(
                function,
                name,
                input.text("FunctionVersion").orElse(alias.version()),
                input.text("Description").orElse(alias.description()),
                input);
    }

    /** <a href="https://docs.aws.amazon.com/lambda/latest/api/API_GetAlias.html">GetAlias</a>. */
    ObjectNode get(FunctionName function, String name) {
        return find(function, name).toJson();
    }

    /** <a href="https://docs.aws.amazon.com/lambda/latest/api/API_DeleteAlias.html">DeleteAlias</a>: no error when there is none. */
    synchronized void delete(FunctionName function, String name) {
        data.aliases.remove(function.arn() + ":" + name);
    }

    private ObjectNode put(FunctionName function, String name, String version, String description, JsonInput input) {
        if (!input.get("RoutingConfig").path("AdditionalVersionWeights").isEmpty()) {
            throw LambdaErrors.invalidParameter("the twin does not route an alias between versions");
        }
        if (data.version(function.arn(), version).isEmpty()) {
            throw LambdaErrors.notFound("Function not found: " + function.arn() + ":" + version);
        }
        Alias alias = new Alias(
                function.arn(), name, version, description, kernel.ids().uuid());
        data.aliases.put(function.arn() + ":" + name, alias);
        return alias.toJson();
    }

    private Alias find(FunctionName function, String name) {
        Alias alias = data.aliases.get(function.arn() + ":" + name);
        if (alias == null) {
            throw LambdaErrors.notFound("Cannot find alias arn: " + function.arn() + ":" + name);
        }
        return alias;
    }
}
