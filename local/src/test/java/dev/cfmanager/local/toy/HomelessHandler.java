// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.toy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;

/** Knows only the environment of AWS Lambda: it lacks the constructor that takes another. */
public final class HomelessHandler implements RequestStreamHandler {

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) {
        throw new IllegalStateException("never made, so never called");
    }
}
