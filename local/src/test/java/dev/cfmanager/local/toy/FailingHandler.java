// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.toy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.cfmanager.common.config.ExecutionEnvironment;
import java.io.InputStream;
import java.io.OutputStream;

/** Fails every time, without catching anything. */
public final class FailingHandler implements RequestStreamHandler {

    /** In that environment. */
    public FailingHandler(ExecutionEnvironment environment) {
        environment.clock();
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) {
        throw new IllegalArgumentException("on purpose");
    }
}
