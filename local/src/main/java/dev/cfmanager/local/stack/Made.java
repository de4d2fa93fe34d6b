// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.stack;

import java.util.Map;

/**
 * What a resource turned out to be.
 *
 * @param ref what {@code !Ref} gives
 * @param attributes what {@code !GetAtt} gives, by attribute
 */
public record Made(String ref, Map<String, String> attributes) {

    /** Copies the attributes. */
    public Made {
        attributes = Map.copyOf(attributes);
    }
}
