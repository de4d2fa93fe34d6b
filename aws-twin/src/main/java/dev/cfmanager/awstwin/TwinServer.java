// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin;

import java.net.URI;

/**
 * A twin over HTTP on {@code 127.0.0.1}, for everything that is not an SDK client in this process: the AWS CLI with
 * {@code --endpoint-url}, other languages' SDKs with {@code AWS_ENDPOINT_URL}, curl. One endpoint serves all services;
 * S3 buckets are reached by path ({@code /bucket/key}) or by host ({@code bucket.localhost}).
 */
public final class TwinServer implements AutoCloseable {
    /** Larger than any body the protocols here carry in one request, small enough to be held in memory. */
    private static final int MAX_BODY_BYTES = 512 * 1024 * 1024;

    private final LoopbackServer http;

    private TwinServer(LoopbackServer http) {
        this.http = http;
    }

    /** Serves {@code twin} on that port, or on any free one when it is 0; the twin stays the caller's to close. */
    public static TwinServer start(Twin twin, int port) {
        return new TwinServer(LoopbackServer.start(port, MAX_BODY_BYTES, twin.kernel()::handle));
    }

    /** Serves a twin that is moved and emptied from outside; it stays the caller's to close. */
    static TwinServer start(TwinProgram program, int port) {
        return new TwinServer(LoopbackServer.start(port, MAX_BODY_BYTES, program));
    }

    /** The endpoint for SDK clients: {@code http://127.0.0.1:port}. */
    public URI endpoint() {
        return http.endpoint();
    }

    /** The port it listens on. */
    public int port() {
        return http.port();
    }

    @Override
    public void close() {
        http.close();
    }
}
