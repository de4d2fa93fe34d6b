// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.cloudfront;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Reads and rewrites the documents that the SDK exchanges with CloudFront, of single requests. */
final class Bodies {
    private Bodies() {}

    /** Keeps the text of one answer. */
    static final class Kept implements ExecutionInterceptor {
        private String text = "";

        /** The text; empty before the answer. */
        String text() {
            return text;
        }

        /** What makes a request keep its answer here. */
        AwsRequestOverrideConfiguration configuration() {
            return with(this);
        }

        @Override
        public Optional<InputStream> modifyHttpResponseContent(
                Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
            return context.responseBody().map(body -> {
                try (body) {
                    byte[] bytes = body.readAllBytes();
                    text = new String(bytes, StandardCharsets.UTF_8);
                    return new ByteArrayInputStream(bytes);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    /** What makes a request send another text than the SDK wrote; it is signed as it is sent. */
    static AwsRequestOverrideConfiguration rewritten(UnaryOperator<String> rewrite) {
        return with(new Rewriting(rewrite));
    }

    /** Rewrites the text of one request, which the SDK would cut off at the length that its own text had. */
    private static final class Rewriting implements ExecutionInterceptor {
        private final UnaryOperator<String> rewrite;
        private int length;

        private Rewriting(UnaryOperator<String> rewrite) {
            this.rewrite = rewrite;
        }

        @Override
        public Optional<RequestBody> modifyHttpContent(
                Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            return context.requestBody().map(body -> {
                try (InputStream stream = body.contentStreamProvider().newStream()) {
                    String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                    byte[] bytes = rewrite.apply(text).getBytes(StandardCharsets.UTF_8);
                    length = bytes.length;
                    return RequestBody.fromBytes(bytes);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        /** Called after the other, but with the body as it was before. */
        @Override
        public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            return context.httpRequest().toBuilder()
                    .putHeader("Content-Length", String.valueOf(length))
                    .build();
        }
    }

    private static AwsRequestOverrideConfiguration with(ExecutionInterceptor interceptor) {
        SdkPlugin plugin = client -> client.overrideConfiguration(client.overrideConfiguration().toBuilder()
                .addExecutionInterceptor(interceptor)
                .build());
        return AwsRequestOverrideConfiguration.builder().addPlugin(plugin).build();
    }
}
