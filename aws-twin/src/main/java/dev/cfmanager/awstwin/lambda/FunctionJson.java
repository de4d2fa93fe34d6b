// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.Json;
import dev.cfmanager.awstwin.kernel.JsonInput;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Function configurations as Lambda answers them. */
final class FunctionJson {
    private static final DateTimeFormatter MODIFIED = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** What CreateFunction and UpdateFunctionConfiguration carry beside the configuration itself. */
    private static final List<String> NOT_KEPT = List.of(
            "FunctionName",
            "Code",
            "Publish",
            "PublishTo",
            "Tags",
            "RevisionId",
            "CodeSigningConfigArn",
            "ZipFile",
            "DryRun");

    private FunctionJson() {}

    /** The configuration of a new function: what the caller gave over Lambda's defaults. */
    static ObjectNode members(JsonInput input, String name) {
        ObjectNode members = Json.object();
        members.put("Description", "");
        members.put("Timeout", 3);
        members.put("MemorySize", 128);
        members.put("PackageType", "Zip");
        members.putArray("Architectures").add("x86_64");
        members.putObject("TracingConfig").put("Mode", "PassThrough");
        members.putObject("EphemeralStorage").put("Size", 512);
        members.putObject("SnapStart").put("ApplyOn", "None");
        members.putObject("LoggingConfig").put("LogFormat", "Text").put("LogGroup", "/aws/lambda/" + name);
        return changed(members, input);
    }

    /** {@code members} with what the caller gave. */
    static ObjectNode changed(ObjectNode members, JsonInput input) {
        input.members().properties().forEach(member -> {
            if (!NOT_KEPT.contains(member.getKey()) && !member.getValue().isNull()) {
                members.set(member.getKey(), member.getValue());
            }
        });
        return members;
    }

    /** A FunctionConfiguration at that time. */
    static ObjectNode configuration(FunctionVersion version, boolean qualified, Instant now) {
        ObjectNode json = Json.object();
        json.put("FunctionName", version.name());
        json.put("FunctionArn", qualified ? version.key() : version.functionArn());
        json.setAll((ObjectNode) Json.read(version.members()));
        json.put("CodeSize", version.codeSize());
        json.put("CodeSha256", version.codeSha256());
        json.put("LastModified", MODIFIED.format(version.modified()));
        json.put("Version", version.version());
        json.put("RevisionId", version.revisionId());
        JsonNode snapStart = json.path("SnapStart");
        if (snapStart instanceof ObjectNode object) {
            boolean on = object.path("ApplyOn").asText().equals("PublishedVersions")
                    && !version.version().equals(FunctionVersion.LATEST);
            object.put("OptimizationStatus", on ? "On" : "Off");
        }
        String state = version.state(now);
        json.put("State", state);
        if (state.equals("Pending")) {
            json.put("StateReason", "The function is being created.");
            json.put("StateReasonCode", "Creating");
        } else if (state.equals("Failed")) {
            int blank = version.failure().indexOf(' ');
            json.put("StateReasonCode", version.failure().substring(0, blank));
            json.put("StateReason", version.failure().substring(blank + 1));
        } else {
            json.put("LastUpdateStatus", version.updateStatus(now));
        }
        return json;
    }
}
