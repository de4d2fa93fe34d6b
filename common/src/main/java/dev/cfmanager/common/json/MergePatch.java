// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * JSON Merge Patch for objects: a member of the patch replaces the target's, objects are merged member by member, lists are
 * replaced whole, and {@code null} removes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7396">RFC 7396</a>
 */
public final class MergePatch {
    private MergePatch() {}

    /** The target as the patch wants it; both stay as they are. */
    public static ObjectNode apply(ObjectNode target, ObjectNode patch) {
        ObjectNode result = target.deepCopy();
        patch.properties().forEach(member -> {
            String name = member.getKey();
            JsonNode wanted = member.getValue();
            if (wanted.isNull()) {
                result.remove(name);
            } else if (wanted instanceof ObjectNode object) {
                ObjectNode before = result.get(name) instanceof ObjectNode existing ? existing : Json.object();
                result.set(name, apply(before, object));
            } else {
                result.set(name, wanted.deepCopy());
            }
        });
        return result;
    }
}
