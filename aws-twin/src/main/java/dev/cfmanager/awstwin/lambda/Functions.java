// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Json;
import dev.cfmanager.awstwin.kernel.JsonInput;
import dev.cfmanager.awstwin.kernel.Kernel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The operations on functions and their versions. */
final class Functions {
    private final Kernel kernel;
    private final LambdaSettings settings;
    private final FunctionData data;
    private final Replicas replicas;
    private final Map<String, String> failures = new ConcurrentHashMap<>();

    Functions(Kernel kernel, LambdaSettings settings, FunctionData data, Replicas replicas) {
        this.kernel = kernel;
        this.settings = settings;
        this.data = data;
        this.replicas = replicas;
    }

    /** Scripts the next creation or publication of a function to end in {@code Failed}. */
    void failNext(String functionName, String reasonCode, String reason) {
        failures.put(functionName, reasonCode + " " + reason);
    }

    /** <a href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html">CreateFunction</a>. */
    synchronized ObjectNode create(FunctionName name, JsonInput input, int requestSize, boolean hosted) {
        if (requestSize > FunctionRules.LARGEST_REQUEST) {
            throw new AwsError(
                    413,
                    "RequestTooLargeException",
                    "Request must be smaller than " + FunctionRules.LARGEST_REQUEST
                            + " bytes for the CreateFunction operation");
        }
        input.required("Role");
        FunctionRules.configuration(input);
        if (!input.has("Runtime") || !input.has("Handler")) {
            throw LambdaErrors.invalidParameter(
                    "Runtime and Handler are mandatory parameters for functions created with deployment packages.");
        }
        Map<String, String> tags = tags(Map.of(), input.get("Tags"));
        byte[] zip = FunctionRules.zip(code(input));
        if (hosted || data.functions.containsKey(name.arn())) {
            throw LambdaErrors.conflict("Function already exist: " + name.name());
        }
        checkStorage(name.region(), zip.length);
        data.functions.put(name.arn(), new FunctionRecord(name.arn(), 0, tags));
        Instant now = kernel.clock().instant();
        FunctionVersion latest = new FunctionVersion(
                name.arn(),
                FunctionVersion.LATEST,
                Json.write(FunctionJson.members(input, name.name())),
                sha256(zip),
                zip.length,
                now,
                now.plus(settings.pending()),
                now,
                Optional.ofNullable(failures.remove(name.name())).orElse(""),
                kernel.ids().uuid());
        data.put(latest, zip);
        FunctionVersion answered = input.flag("Publish", false) ? publish(latest, null) : latest;
        return FunctionJson.configuration(answered, false, now);
    }

    /** <a href="https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html">UpdateFunctionCode</a>. */
    synchronized ObjectNode updateCode(FunctionName name, JsonInput input) {
        FunctionVersion latest = writable(name, input);
        byte[] zip = FunctionRules.zip(input);
        ObjectNode members = (ObjectNode) Json.read(latest.members());
        if (input.has("Architectures")) {
            members.set("Architectures", input.get("Architectures"));
        }
        Instant now = kernel.clock().instant();
        FunctionVersion updated = updated(latest, members, sha256(zip), zip.length);
        if (input.flag("DryRun", false)) {
            return FunctionJson.configuration(updated, false, now);
        }
        checkStorage(name.region(), zip.length - latest.codeSize());
        data.put(updated, zip);
        return input.flag("Publish", false)
                ? FunctionJson.configuration(publish(updated, null), true, now)
                : FunctionJson.configuration(updated, false, now);
    }

    /** <a href="https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html">UpdateFunctionConfiguration</a>. */
    synchronized ObjectNode updateConfiguration(FunctionName name, JsonInput input) {
        FunctionRules.configuration(input);
        FunctionVersion latest = writable(name, input);
        ObjectNode members = FunctionJson.changed((ObjectNode) Json.read(latest.members()), input);
        FunctionVersion updated = updated(latest, members, latest.codeSha256(), latest.codeSize());
        data.versions.put(updated.key(), updated);
        return FunctionJson.configuration(updated, false, kernel.clock().instant());
    }

    /** <a href="https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html">PublishVersion</a>: nothing new when nothing changed. */
    synchronized ObjectNode publish(FunctionName name, JsonInput input) {
        FunctionVersion latest = writable(name, input);
        input.text("CodeSha256").filter(sha -> !sha.equals(latest.codeSha256())).ifPresent(sha -> {
            throw LambdaErrors.invalidParameter("CodeSHA256 (" + sha
                    + ") is different from current CodeSHA256 in $LATEST (" + latest.codeSha256()
                    + "). Please try again with the CodeSHA256 in $LATEST.");
        });
        FunctionVersion version = publish(latest, input.text("Description").orElse(null));
        return FunctionJson.configuration(version, true, kernel.clock().instant());
    }

    /** <a href="https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html">GetFunctionConfiguration</a>. */
    ObjectNode configuration(FunctionName name) {
        boolean qualified = name.qualifier().isPresent();
        return FunctionJson.configuration(find(name), qualified, kernel.clock().instant());
    }

    /** <a href="https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html">GetFunction</a>. */
    ObjectNode get(FunctionName name) {
        ObjectNode answer = Json.object();
        answer.set("Configuration", configuration(name));
        ObjectNode code = answer.putObject("Code");
        code.put("RepositoryType", "S3");
        code.put(
                "Location",
                "https://awslambda-" + name.region() + "-tasks.s3." + name.region() + ".amazonaws.com/snapshots/"
                        + Kernel.ACCOUNT + "/" + name.name());
        FunctionRecord function = data.functions.get(name.arn());
        if (function != null && !function.tags().isEmpty()) {
            answer.set("Tags", Json.strings(function.tags()));
        }
        return answer;
    }

    /** <a href="https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html">DeleteFunction</a>: refused while there are replicas at the edge. */
    synchronized void delete(FunctionName name) {
        String version = name.qualifier().orElse("");
        if (version.equals(FunctionVersion.LATEST)) {
            throw LambdaErrors.invalidParameter("$LATEST version cannot be deleted without deleting the function.");
        }
        if (!version.isEmpty() && !version.matches("\\d+")) {
            throw LambdaErrors.invalidParameter(
                    "Deletion of aliases is not currently supported by this operation: " + version);
        }
        List<FunctionVersion> doomed = version.isEmpty()
                ? data.versionsOf(name.arn())
                : List.of(data.version(name.arn(), version).orElseThrow(name::notFound));
        if (doomed.isEmpty()) {
            throw name.notFound();
        }
        replicas.under(name.qualifiedArn()).ifPresent(replicated -> {
            throw LambdaErrors.invalidParameter("Lambda was unable to delete " + replicated
                    + " because it is a replicated function. Please see our documentation for Deleting Lambda@Edge"
                    + " Functions and Replicas.");
        });
        if (!version.isEmpty()) {
            checkNoAlias(name, version);
        }
        doomed.forEach(data::remove);
        if (version.isEmpty()) {
            data.functions.remove(name.arn());
            data.policies.remove(name.arn());
            data.aliasesOf(name.arn()).forEach(alias -> data.aliases.remove(alias.functionArn() + ":" + alias.name()));
        }
    }

    synchronized void tag(FunctionName name, JsonNode more) {
        FunctionRecord function = record(name);
        data.functions.put(name.arn(), function.tagged(tags(function.tags(), more)));
    }

    synchronized void untag(FunctionName name, List<String> keys) {
        FunctionRecord function = record(name);
        Map<String, String> left = new TreeMap<>(function.tags());
        keys.forEach(left::remove);
        data.functions.put(name.arn(), function.tagged(Collections.unmodifiableMap(left)));
    }

    /** The function's record. */
    FunctionRecord record(FunctionName name) {
        FunctionRecord function = data.functions.get(name.arn());
        if (function == null) {
            throw name.notFound();
        }
        return function;
    }

    /** The version a caller means: by number, by alias, or {@code $LATEST}. */
    Optional<FunctionVersion> lookUp(FunctionName name) {
        String qualifier = name.qualifier().orElse(FunctionVersion.LATEST);
        Alias alias = data.aliases.get(name.arn() + ":" + qualifier);
        return data.version(name.arn(), alias == null ? qualifier : alias.version());
    }

    private FunctionVersion find(FunctionName name) {
        return lookUp(name).orElseThrow(name::notFound);
    }

    /** {@code $LATEST}, if it can be changed now and the caller's RevisionId fits. */
    private FunctionVersion writable(FunctionName name, JsonInput input) {
        record(name);
        FunctionVersion latest =
                data.version(name.arn(), FunctionVersion.LATEST).orElseThrow(name::notFound);
        Instant now = kernel.clock().instant();
        if (latest.state(now).equals("Pending")) {
            throw LambdaErrors.conflict(
                    "The operation cannot be performed at this time. The function is currently in the following state:"
                            + " Pending");
        }
        if (latest.updateStatus(now).equals("InProgress")) {
            throw LambdaErrors.conflict("The operation cannot be performed at this time. An update is in progress for"
                    + " resource: " + name.arn());
        }
        input.text("RevisionId")
                .filter(revision -> !revision.equals(latest.revisionId()))
                .ifPresent(revision -> {
                    throw LambdaErrors.revisionMismatch();
                });
        return latest;
    }

    private FunctionVersion updated(FunctionVersion latest, ObjectNode members, String sha256, long size) {
        Instant now = kernel.clock().instant();
        return new FunctionVersion(
                latest.functionArn(),
                FunctionVersion.LATEST,
                Json.write(members),
                sha256,
                size,
                now,
                latest.pendingUntil(),
                now.plus(settings.update()),
                latest.failure(),
                kernel.ids().uuid());
    }

    private FunctionVersion publish(FunctionVersion latest, @Nullable String description) {
        FunctionRecord function = data.functions.get(latest.functionArn());
        if (function == null) {
            throw LambdaErrors.notFound("Function not found: " + latest.functionArn());
        }
        ObjectNode members = (ObjectNode) Json.read(latest.members());
        if (description != null) {
            members.put("Description", description);
        }
        Instant now = kernel.clock().instant();
        FunctionVersion version = new FunctionVersion(
                latest.functionArn(),
                String.valueOf(function.lastVersion() + 1),
                Json.write(members),
                latest.codeSha256(),
                latest.codeSize(),
                now,
                now.plus(settings.pending()),
                now,
                Optional.ofNullable(failures.remove(latest.name())).orElse(latest.failure()),
                kernel.ids().uuid());
        Optional<FunctionVersion> last = data.version(latest.functionArn(), String.valueOf(function.lastVersion()));
        if (last.isPresent() && last.get().sameAs(version)) {
            return last.get();
        }
        checkStorage(latest.region(), version.codeSize());
        data.functions.put(function.arn(), function.published(function.lastVersion() + 1));
        data.put(version, data.zip(latest));
        return version;
    }

    private void checkNoAlias(FunctionName name, String version) {
        List<String> aliases = data.aliasesOf(name.arn()).stream()
                .filter(alias -> alias.version().equals(version))
                .map(Alias::name)
                .toList();
        if (!aliases.isEmpty()) {
            throw LambdaErrors.conflict(
                    "Unable to delete version because the following aliases reference it: " + aliases);
        }
    }

    private void checkStorage(String region, long more) {
        if (data.stored(region) + more > settings.codeStorage()) {
            throw new AwsError(400, "CodeStorageExceededException", "Code storage limit exceeded.");
        }
    }

    private static JsonInput code(JsonInput input) {
        return new JsonInput(input.get("Code") instanceof ObjectNode code ? code : Json.object());
    }

    private static Map<String, String> tags(Map<String, String> known, JsonNode more) {
        Map<String, String> tags = new TreeMap<>(known);
        more.properties().forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        FunctionRules.tags(tags);
        return Collections.unmodifiableMap(tags);
    }

    private static String sha256(byte[] zip) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(zip));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
