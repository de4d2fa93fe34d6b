// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local;

import dev.cfmanager.awstwin.LoopbackServer;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.TwinServer;
import dev.cfmanager.local.samples.SampleCertificates;
import dev.cfmanager.local.samples.SampleWebsite;
import dev.cfmanager.local.template.Template;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** A local system on two ports of 127.0.0.1: one for API, edge and development interface, one for the AWS endpoint. */
public final class LocalServer implements AutoCloseable {
    /** Enough to let the gateway itself refuse what is larger than it takes. */
    private static final int MAX_BODY_BYTES = 64 * 1024 * 1024;

    /** What was made that long ago is deployed by now, so that the edge serves the samples from the first request on. */
    private static final Duration AGE_OF_SAMPLES = Duration.ofMinutes(15);

    private final LoopbackServer http;
    private final TwinServer aws;
    private final LocalSystem system;
    private final Deque<AutoCloseable> opened;

    private LocalServer(LoopbackServer http, TwinServer aws, LocalSystem system, Deque<AutoCloseable> opened) {
        this.http = http;
        this.aws = aws;
        this.system = system;
        this.opened = opened;
    }

    /**
     * Starts everything; virtual time begins at the real time, or where the data folder left it if that is later.
     *
     * @param port for API and edge; 0 for any free one
     * @param awsPort for AWS clients; 0 for any free one
     * @param clockSpeed virtual seconds a second; 0 lets time stand still
     * @throws java.io.UncheckedIOException when a port is taken
     * @throws dev.cfmanager.local.template.TemplateException naming what does not resolve
     */
    public static LocalServer start(Settings settings, int port, int awsPort, double clockSpeed) {
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            FrontDoor door = new FrontDoor();
            // Ports first: a port that is taken shows at once, not after a start that was in vain.
            LoopbackServer http = keep(opened, LoopbackServer.start(port, MAX_BODY_BYTES, door));
            Twin.Builder builder = Twin.builder().startsAt(Instant.now().minus(AGE_OF_SAMPLES));
            settings.dataFolder().ifPresent(builder::dataFolder);
            Twin twin = keep(opened, builder.start());
            TwinServer aws = keep(opened, TwinServer.start(twin, awsPort));
            SampleCertificates.addTo(twin);
            Settings withSamples = settings.with(SampleWebsite.addTo(
                    twin, Template.read(settings.template()).parameterNames(), settings.parameters()));
            LocalSystem system = keep(opened, LocalSystem.start(withSamples, twin));
            system.catchUp(Instant.now());
            if (clockSpeed > 0) {
                twin.clock().start(clockSpeed);
                opened.push(twin.clock()::stop);
            }
            door.open(system);
            return new LocalServer(http, aws, system, opened);
        } catch (RuntimeException failure) {
            closeAll(opened, failure);
            throw failure;
        }
    }

    /** {@code http://127.0.0.1:port}. */
    public URI endpoint() {
        return http.endpoint();
    }

    /** The endpoint for AWS clients. */
    public URI awsEndpoint() {
        return aws.endpoint();
    }

    /** What is served. */
    public LocalSystem system() {
        return system;
    }

    /** Stops in the opposite order of the start, so that nothing is asked that is no longer there. */
    @Override
    public void close() {
        IllegalStateException failure = new IllegalStateException("not everything stopped cleanly");
        closeAll(opened, failure);
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    private static <T extends AutoCloseable> T keep(Deque<AutoCloseable> opened, T started) {
        opened.push(started);
        return started;
    }

    private static void closeAll(Deque<AutoCloseable> opened, RuntimeException failure) {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
    }
}
