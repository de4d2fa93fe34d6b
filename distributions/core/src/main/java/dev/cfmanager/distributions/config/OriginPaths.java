// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Gives every origin path the form CloudFront takes: empty, or one slash at the beginning and none at the end. */
final class OriginPaths implements ConfigRule {

    @Override
    public void apply(ConfigDraft draft) {
        Part.origins(draft.config()).forEach(origin -> normalise(origin.node()));
    }

    private static void normalise(ObjectNode origin) {
        String path = origin.path("OriginPath").asText("").strip();
        int from = 0;
        int to = path.length();
        while (from < to && path.charAt(from) == '/') {
            from++;
        }
        while (to > from && path.charAt(to - 1) == '/') {
            to--;
        }
        origin.put("OriginPath", from == to ? "" : "/" + path.substring(from, to));
    }
}
