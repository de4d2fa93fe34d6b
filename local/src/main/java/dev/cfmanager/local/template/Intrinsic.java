// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.template;

/**
 * A call of an intrinsic function that has not been evaluated: {@code !Sub x} and {@code {"Fn::Sub": "x"}} alike.
 *
 * @param name the long name: {@code Ref}, {@code Condition}, {@code Fn::Sub} ...
 * @param argument what it is applied to; may hold further calls
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">Intrinsic functions</a>
 */
record Intrinsic(String name, Object argument) {

    /** Whether a mapping with only this key is a call. */
    static boolean isName(String key) {
        return key.equals("Ref") || key.equals("Condition") || key.startsWith("Fn::");
    }

    /** The long name behind a YAML tag without its exclamation mark. */
    static String longName(String tag) {
        return tag.equals("Ref") || tag.equals("Condition") ? tag : "Fn::" + tag;
    }
}
