// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;

/**
 * The members of a JSON request, read with the complaints AWS's front door makes before a service sees the call.
 *
 * @param members the request's body; a member that is JSON null counts as absent
 */
public record JsonInput(ObjectNode members) {

    /**
     * The body of a request; an empty body is an empty object.
     *
     * @throws AwsError {@code SerializationException} when it is no JSON object
     */
    public static JsonInput of(TwinRequest request) {
        if (request.body().length == 0) {
            return new JsonInput(Json.object());
        }
        try {
            if (Json.parse(request.bodyText()) instanceof ObjectNode object) {
                return new JsonInput(object);
            }
        } catch (JsonProcessingException e) {
            throw new AwsError(400, "SerializationException", "cannot read the request: " + e.getOriginalMessage());
        }
        throw new AwsError(400, "SerializationException", "Start of structure or map found where not expected.");
    }

    /**
     * The operation that a request names in {@code X-Amz-Target}, as in {@code CertificateManager.ListCertificates}.
     *
     * @param services what may stand before the dot
     * @throws AwsError {@code UnknownOperationException} when the header is missing or names no such service
     */
    public static String operation(TwinRequest request, Set<String> services) {
        String target = request.header("x-amz-target").orElse("");
        int dot = target.indexOf('.');
        if (dot < 0 || !services.contains(target.substring(0, dot))) {
            throw new AwsError(
                    400, "UnknownOperationException", "X-Amz-Target names no operation of this service: " + target);
        }
        return target.substring(dot + 1);
    }

    /** Whether the member is there and not null. */
    public boolean has(String member) {
        return members.hasNonNull(member);
    }

    /** The member's value; a missing node when absent. */
    public JsonNode get(String member) {
        return members.path(member);
    }

    /**
     * A text that must be there.
     *
     * @throws AwsError {@code ValidationException} when it is absent, {@code SerializationException} when it is no text
     */
    public String required(String member) {
        return text(member)
                .orElseThrow(() -> new AwsError(
                        400,
                        "ValidationException",
                        "1 validation error detected: Value null at '" + member
                                + "' failed to satisfy constraint: Member must not be null"));
    }

    /** A text that may be absent. */
    public Optional<String> text(String member) {
        if (!has(member)) {
            return Optional.empty();
        }
        JsonNode value = members.get(member);
        if (!value.isTextual()) {
            throw new AwsError(
                    400,
                    "SerializationException",
                    value.getNodeType() + " can not be converted to a String (member '" + member + "')");
        }
        return Optional.of(value.textValue());
    }

    /** A whole number within bounds, or {@code fallback} when absent. */
    public int integer(String member, int fallback, int least, int most) {
        if (!has(member)) {
            return fallback;
        }
        JsonNode value = members.get(member);
        if (!value.isIntegralNumber()) {
            throw new AwsError(
                    400,
                    "SerializationException",
                    value.getNodeType() + " can not be converted to an Integer (member '" + member + "')");
        }
        if (!value.canConvertToInt() || value.intValue() < least || value.intValue() > most) {
            boolean tooSmall = value.canConvertToInt() && value.intValue() < least;
            throw new AwsError(
                    400,
                    "ValidationException",
                    "1 validation error detected: Value '" + value + "' at '" + member
                            + "' failed to satisfy constraint: Member must have value "
                            + (tooSmall ? "greater than or equal to " + least : "less than or equal to " + most));
        }
        return value.intValue();
    }

    /** A boolean, or {@code fallback} when absent. */
    public boolean flag(String member, boolean fallback) {
        return has(member) ? members.get(member).asBoolean() : fallback;
    }
}
