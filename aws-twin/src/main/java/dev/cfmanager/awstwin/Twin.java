// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin;

import dev.cfmanager.awstwin.acm.AcmService;
import dev.cfmanager.awstwin.acm.AcmSettings;
import dev.cfmanager.awstwin.cloudfront.CloudFront;
import dev.cfmanager.awstwin.cloudfront.CloudFrontSettings;
import dev.cfmanager.awstwin.dynamodb.DynamoDbService;
import dev.cfmanager.awstwin.edge.Edge;
import dev.cfmanager.awstwin.edge.OriginFetcher;
import dev.cfmanager.awstwin.events.BucketNotifications;
import dev.cfmanager.awstwin.events.ObjectEvents;
import dev.cfmanager.awstwin.events.Scheduler;
import dev.cfmanager.awstwin.kernel.CallLog;
import dev.cfmanager.awstwin.kernel.Faults;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.Store;
import dev.cfmanager.awstwin.kernel.VirtualClock;
import dev.cfmanager.awstwin.lambda.LambdaService;
import dev.cfmanager.awstwin.lambda.LambdaSettings;
import dev.cfmanager.awstwin.s3.S3;
import dev.cfmanager.awstwin.states.StatesService;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * One AWS account in this process. {@link #start()} gives an empty one whose time stands still at
 * {@link VirtualClock#EPOCH}; real SDK clients reach it through {@link #httpClient()} in memory, or through
 * {@link TwinServer} over loopback HTTP.
 */
public final class Twin implements AutoCloseable {
    private final Store store;
    private final Kernel kernel;
    private final S3 s3;
    private final CloudFront cloudFront;
    private final Edge edge;
    private final AcmService certificates;
    private final LambdaService lambda;
    private final Scheduler scheduler;
    private final ObjectEvents objectEvents;
    private final BucketNotifications bucketNotifications;

    private Twin(Builder builder) {
        this.store = new Store(builder.dataFolder);
        this.kernel = new Kernel(new VirtualClock(builder.startsAt), store, builder.seed);
        kernel.add(new DynamoDbService(builder.dataFolder));
        this.certificates = new AcmService(kernel, builder.acm);
        kernel.add(certificates);
        this.lambda = new LambdaService(kernel, builder.lambda);
        kernel.add(lambda);
        this.cloudFront = new CloudFront(kernel, builder.cloudFront, certificates, lambda);
        kernel.add(cloudFront);
        this.s3 = new S3(kernel, cloudFront, builder.wallClock);
        kernel.add(s3);
        this.edge = new Edge(kernel, cloudFront, s3, lambda, builder.originFetcher);
        kernel.add(new StatesService(kernel, lambda));
        this.scheduler = new Scheduler(kernel);
        this.objectEvents = new ObjectEvents(kernel);
        s3.onObjectEvent(objectEvents);
        this.bucketNotifications = new BucketNotifications(kernel);
        s3.onObjectEvent(bucketNotifications);
    }

    /** An empty account in memory, seed 1. */
    public static Twin start() {
        return builder().start();
    }

    /** An account with other settings. */
    public static Builder builder() {
        return new Builder();
    }

    /** An HTTP client for any synchronous SDK client; region and credentials are the client's own. */
    public SdkHttpClient httpClient() {
        return new TwinHttpClient(kernel);
    }

    /** CloudFront's edge: what viewers of the account's distributions get. */
    public Edge edge() {
        return edge;
    }

    /** CloudFront, for hosts that bring an edge of their own. */
    public CloudFront cloudFront() {
        return cloudFront;
    }

    /** S3, for whoever reads objects without a signature, and for tests that plant what other accounts own. */
    public S3 s3() {
        return s3;
    }

    /** Virtual time; tests advance it. */
    public VirtualClock clock() {
        return kernel.clock();
    }

    /** The script of what goes wrong. */
    public Faults faults() {
        return kernel.faults();
    }

    /** What was called. */
    public CallLog calls() {
        return kernel.calls();
    }

    /** Names the owner of an access key: the call log and fault rules then know its calls by that name. */
    public void identify(String accessKeyId, String name) {
        kernel.identify(accessKeyId, name);
    }

    /** ACM: where tests plant certificates and decide their validation. */
    public AcmService certificates() {
        return certificates;
    }

    /** Lambda: where a host gives functions their code. */
    public LambdaService lambda() {
        return lambda;
    }

    /** EventBridge's scheduled rules. */
    public Scheduler scheduler() {
        return scheduler;
    }

    /** S3's events on EventBridge, for rules that a host declares. */
    public ObjectEvents objectEvents() {
        return objectEvents;
    }

    /** Which objects that come or go invoke which function. */
    public BucketNotifications bucketNotifications() {
        return bucketNotifications;
    }

    /** The request path shared by all services. */
    public Kernel kernel() {
        return kernel;
    }

    @Override
    public void close() {
        kernel.close();
        store.close();
    }

    /** Settings of a twin. */
    public static final class Builder {
        private long seed = 1;
        private Instant startsAt = VirtualClock.EPOCH;
        private InstantSource wallClock = InstantSource.system();
        private @Nullable Path dataFolder;

        private CloudFrontSettings cloudFront = CloudFrontSettings.standard();
        private LambdaSettings lambda = LambdaSettings.standard();
        private AcmSettings acm = AcmSettings.standard();
        private OriginFetcher originFetcher = OriginFetcher.none();

        private Builder() {}

        /** How the edge reaches custom origins; default not at all ({@link OriginFetcher#none()}). */
        public Builder originFetcher(OriginFetcher fetcher) {
            this.originFetcher = fetcher;
            return this;
        }

        /** CloudFront's quotas and how long its work takes; default {@link CloudFrontSettings#standard()}. */
        public Builder cloudFront(CloudFrontSettings settings) {
            this.cloudFront = settings;
            return this;
        }

        /** The seed of all ids and probabilities; default 1. */
        public Builder seed(long newSeed) {
            this.seed = newSeed;
            return this;
        }

        /** Where virtual time begins; default {@link VirtualClock#EPOCH}. */
        public Builder startsAt(Instant start) {
            this.startsAt = start;
            return this;
        }

        /** Keeps everything in this folder over restarts; default in memory. */
        public Builder dataFolder(Path folder) {
            this.dataFolder = folder;
            return this;
        }

        /** ACM's times and quotas. */
        public Builder acm(AcmSettings settings) {
            this.acm = settings;
            return this;
        }

        /** Lambda's times and quotas. */
        public Builder lambda(LambdaSettings settings) {
            this.lambda = settings;
            return this;
        }

        /** What presigned URLs expire by; default the machine's clock, because their signers know no virtual time. */
        public Builder wallClock(InstantSource clock) {
            this.wallClock = clock;
            return this;
        }

        /** Starts it. */
        public Twin start() {
            return new Twin(this);
        }
    }
}
