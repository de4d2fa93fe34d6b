// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

/**
 * Names of Lambda functions that route: {@code <name>-multi-origin-func-<8 hex>}. Permissions are granted on the infix,
 * so every name has it.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html">CreateFunction: FunctionName</a>
 */
final class EdgeFunctionName {
    private static final String INFIX = "-multi-origin-func-";
    private static final int LIMIT = 64;
    private static final int HEX = 8;

    private EdgeFunctionName() {}

    /**
     * The legal name for a display name of any characters and length: letters, digits, hyphens and underscores stay,
     * every run of others becomes one hyphen, and the whole has at most 64 characters. The id's hex part keeps names
     * apart that become equal, so that the name follows from the record alone.
     */
    static String of(String displayName, String functionId) {
        String hex = functionId.substring(Math.max(0, functionId.length() - HEX));
        String legal = trimHyphens(displayName.replaceAll("[^A-Za-z0-9_-]+", "-"));
        String cut = trimHyphens(legal.substring(0, Math.min(legal.length(), LIMIT - INFIX.length() - HEX)));
        return (cut.isEmpty() ? "edge" : cut) + INFIX + hex;
    }

    private static String trimHyphens(String text) {
        return text.replaceAll("^-+|-+$", "");
    }
}
