// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Json;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names, ARNs and paging tokens as Step Functions accepts them. */
final class StatesRules {
    static final String CONTENT_TYPE = "application/x-amz-json-1.0";

    /** Forbidden in names; <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html">StartExecution, name</a>. */
    private static final Pattern FORBIDDEN =
            Pattern.compile("[\\s<>{}\\[\\]?*\"#%\\\\^|~`$&,;:/\\x00-\\x1f\\x7f-\\x9f\\ufffe\\uffff]");

    private static final int LONGEST_NAME = 80;

    private StatesRules() {}

    static TwinResponse answer(ObjectNode body) {
        return TwinResponse.json(200, CONTENT_TYPE, Json.write(body));
    }

    static String name(String name) {
        if (name.isEmpty()
                || name.length() > LONGEST_NAME
                || FORBIDDEN.matcher(name).find()) {
            throw new AwsError(400, "InvalidName", "Invalid Name: '" + name + "'");
        }
        return name;
    }

    /** Checks that the text is an ARN of Step Functions with this resource type. */
    static String arn(String arn, String type) {
        String[] parts = arn.split(":", -1);
        if (parts.length < 7 || !parts[0].equals("arn") || !parts[2].equals("states")) {
            throw invalidArn("Invalid ARN prefix: " + arn);
        }
        if (!parts[5].equals(type)) {
            throw invalidArn("Resource type not valid in this context: " + parts[5]);
        }
        return arn;
    }

    static String role(String arn) {
        if (!arn.matches("arn:aws[a-z-]*:iam::\\d{12}:role/.+")) {
            throw invalidArn("Invalid ARN prefix: " + arn);
        }
        return arn;
    }

    static String machineArn(String region, String name) {
        return "arn:aws:states:" + region + ":" + Kernel.ACCOUNT + ":stateMachine:" + name;
    }

    static String token(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    /** The key inside a token this service gave out. */
    static Optional<String> key(Optional<String> token) {
        try {
            return token.map(text -> new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw invalidToken();
        }
    }

    static AwsError invalidToken() {
        return new AwsError(400, "InvalidToken", "Invalid Token: 'Invalid token'");
    }

    private static AwsError invalidArn(String why) {
        return new AwsError(400, "InvalidArn", "Invalid Arn: '" + why + "'");
    }
}
