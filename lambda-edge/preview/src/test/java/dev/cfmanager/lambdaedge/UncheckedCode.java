// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Code generated from values that nobody checked: shows that the generator alone keeps them harmless. */
public final class UncheckedCode {
    private UncheckedCode() {}

    /** Code whose only mapped region leads to that domain and region. */
    public static EdgeCode of(String mappedRegion, String domain, String region) {
        SortedMap<String, Integer> mapping = new TreeMap<>();
        mapping.put(mappedRegion, 1);
        return EdgeCode.of(
                List.of(
                        new EdgeCode.Target("default.s3.us-east-1.amazonaws.com", "us-east-1"),
                        new EdgeCode.Target(domain, region)),
                mapping);
    }

    /** The Lambda function's name for a display name. */
    public static String functionName(String displayName) {
        return EdgeFunctionName.of(displayName, "func-1a2b3c4d");
    }
}
