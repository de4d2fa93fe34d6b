// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.sam;

import dev.cfmanager.local.template.TemplateException;

/** API Gateway's spelling of a constant in a mapping: the value in single quotes, inside the YAML text. */
final class Quoted {
    private Quoted() {}

    /**
     * The constant without its quotes.
     *
     * @throws TemplateException when the quotes are missing: API Gateway would take the value for a mapping expression
     */
    static String unquote(String path, String written) {
        if (written.length() < 2 || !written.startsWith("'") || !written.endsWith("'")) {
            throw new TemplateException(path + ": a constant must stand in single quotes: " + written);
        }
        return written.substring(1, written.length() - 1);
    }
}
