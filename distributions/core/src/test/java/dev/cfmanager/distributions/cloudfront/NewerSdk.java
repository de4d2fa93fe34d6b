// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.cloudfront;

import java.util.function.UnaryOperator;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;

/** An SDK that knows more of CloudFront than the one of this build. */
public final class NewerSdk {
    private NewerSdk() {}

    /** What makes a request say what {@code document} makes of the text that this build's SDK writes. */
    public static AwsRequestOverrideConfiguration writing(UnaryOperator<String> document) {
        return Bodies.rewritten(document);
    }
}
