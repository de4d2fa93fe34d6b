// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.javascript;

import java.util.List;
import java.util.Map;

/**
 * A function to call.
 *
 * @param source its text
 * @param form how the text offers the function
 * @param handler the function's name
 * @param arguments its arguments as JSON texts
 * @param environment what {@code process.env} shows; empty for none
 * @param keyValues the key value stores that {@code cf.kvs(id)} opens, by id; the first is the one of {@code cf.kvs()}
 */
public record Program(
        String source,
        Form form,
        String handler,
        List<String> arguments,
        Map<String, String> environment,
        Map<String, Map<String, String>> keyValues) {

    /** How a program's text offers its function. */
    public enum Form {
        /** A Node.js module, CommonJS or ES, that exports it; it may be async or take a callback. */
        NODE_MODULE,
        /** A script that declares it, as CloudFront Functions do. */
        SCRIPT
    }

    /** A Lambda function: {@code handler} as Lambda spells it, such as {@code index.handler}. */
    public static Program lambda(String source, String handler, String event, Map<String, String> environment) {
        String exported = handler.substring(handler.lastIndexOf('.') + 1);
        return new Program(source, Form.NODE_MODULE, exported, List.of(event, "{}"), environment, Map.of());
    }

    /** A CloudFront function, whose function is always called {@code handler}. */
    public static Program cloudFrontFunction(String source, String event, Map<String, Map<String, String>> keyValues) {
        return new Program(source, Form.SCRIPT, "handler", List.of(event), Map.of(), keyValues);
    }
}
