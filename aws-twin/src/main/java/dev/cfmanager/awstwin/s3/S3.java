// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.cloudfront.OriginAccessIdentities;
import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Caller;
import dev.cfmanager.awstwin.kernel.Ids;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.Operation;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.TwinService;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Amazon S3: buckets in their regions, objects with versions, policies, and who may read what.
 *
 * <p>Identities of the account may do everything that a bucket policy does not deny; requests without a signature, and
 * {@link Reader}s, only what it allows.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html">the
 *     operations of S3</a>
 */
public final class S3 implements TwinService, ObjectReader {
    /** The namespace of S3's documents. */
    static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    /** The buckets an account may have, unless it asks for more. */
    private static final int MAX_BUCKETS = 10_000;

    private final Ids requestIds;
    private final Buckets buckets;
    private final Routes routes;
    private final Cors cors;
    private final PresignedUrls presignedUrls;
    private final WebsiteEndpoint website;
    private final InstantSource clock;
    private final ObjectEvents events = new ObjectEvents();

    /**
     * S3 in the account that {@code kernel} is.
     *
     * @param identities the origin access identities that policies may name
     * @param wallClock what presigned URLs expire by: whoever signs them knows nothing of virtual time
     */
    public S3(Kernel kernel, OriginAccessIdentities identities, InstantSource wallClock) {
        this.requestIds = kernel.requestIds();
        this.buckets = new Buckets(kernel.store());
        this.clock = kernel.clock();
        ObjectStore objects = new ObjectStore(kernel, buckets);
        UploadStore uploads = new UploadStore(kernel.store());
        FrontDoor frontDoor = new FrontDoor(buckets, new Access(objects, clock), clock);
        VersionFinder finder = new VersionFinder(objects, frontDoor);
        SourceReader sources = new SourceReader(objects, finder, frontDoor);
        Deletion deletion = new Deletion(objects, finder, events, clock);
        this.routes = new Routes(frontDoor);
        new BucketOperations(buckets, objects, uploads, clock, MAX_BUCKETS).addTo(routes);
        new BucketSettings(buckets).addTo(routes);
        UnsetSettings.addTo(routes);
        new PolicyOperations(buckets, identities).addTo(routes);
        new ObjectOperations(objects, finder, deletion, events, clock).addTo(routes);
        new CopyOperation(objects, sources, events, clock).addTo(routes, frontDoor);
        new MultiDelete(frontDoor, deletion).addTo(routes);
        new ListOperations(objects).addTo(routes);
        new VersionOperations(objects).addTo(routes);
        new MultipartOperations(uploads, sources, frontDoor, kernel.ids(), clock).addTo(routes);
        new MultipartCompletion(uploads, objects, events, clock).addTo(routes);
        new UploadListings(uploads).addTo(routes);
        new TaggingOperations(objects, finder).addTo(routes);
        new AttributeOperations(finder).addTo(routes);
        new AclOperations(buckets, objects, finder).addTo(routes);
        this.cors = new Cors(buckets);
        cors.addTo(routes);
        this.presignedUrls = new PresignedUrls(kernel.credentials(), wallClock);
        this.website = new WebsiteEndpoint(buckets, objects, frontDoor, request -> routes.find(request)
                .run()
                .apply(request));
    }

    /** Lets somebody know of every object that comes or goes; the call returns when all listeners have. */
    public void onObjectEvent(ObjectListener listener) {
        events.add(listener);
    }

    /** A bucket of another account: its name is taken, and what is in it is not ours to see. */
    public void plantForeignBucket(String name, String region) {
        buckets.put(new Bucket(name, "999988887777", region, clock.instant(), Map.of()));
    }

    /**
     * S3's answer that an operation went wrong after its 200 had been sent, for {@code faults().on("s3",
     * "CopyObject").answer(...)}.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html">CopyObject, errors in a 200</a>
     */
    public static UnaryOperator<TwinResponse> errorIn200(String code, String message) {
        return answer -> TwinResponse.xml(200, ErrorDocument.of(code, message, Map.of()));
    }

    @Override
    public String signingName() {
        return "s3";
    }

    @Override
    public Operation resolve(TwinRequest http, Caller caller) {
        S3Request request = new S3Request(http, Address.of(http), Requester.of(caller));
        Route route = route(request);
        List<Permission> permissions = route.permissions().apply(request);
        Set<String> actions =
                permissions.stream().map(Permission::action).collect(Collectors.toCollection(LinkedHashSet::new));
        List<String> resources =
                permissions.stream().map(Permission::resource).distinct().toList();
        return new Operation(route.operation(), actions, resources, () -> answer(route, request));
    }

    @Override
    public TwinResponse read(TwinRequest http, Reader reader) {
        try {
            S3Request request = new S3Request(http, Address.of(http), Requester.of(reader));
            return answer(route(request), request);
        } catch (AwsError refusal) {
            return render(refusal, http);
        }
    }

    @Override
    public TwinResponse render(AwsError error, TwinRequest http) {
        TwinResponse answer = withIds(ErrorDocument.answer(error, http, requestIds));
        try {
            return cors.stamp(new S3Request(http, Address.of(http), Requester.of(Caller.anonymous())), answer);
        } catch (AwsError noAddress) {
            return answer;
        }
    }

    @Override
    public String requestIdHeader() {
        return "x-amz-request-id";
    }

    @Override
    public AwsError throttled() {
        return new AwsError(503, "SlowDown", "Please reduce your request rate.");
    }

    /** Never: S3 reads what was written, see the <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html#ConsistencyModel">consistency model</a>. */
    @Override
    public boolean answersEventually(String operation, TwinRequest request) {
        return false;
    }

    private Route route(S3Request request) {
        boolean atWebsite = request.address().website() && !request.bucket().isEmpty();
        return atWebsite ? website.route(request) : routes.find(request);
    }

    private TwinResponse answer(Route route, S3Request request) {
        presignedUrls.verify(request.http());
        return withIds(cors.stamp(request, route.run().apply(request)));
    }

    private TwinResponse withIds(TwinResponse response) {
        TwinResponse named = response.header("x-amz-request-id").isPresent()
                ? response
                : response.with("x-amz-request-id", requestIds.upper("", 16));
        return named.header("x-amz-id-2").isPresent() ? named : named.with("x-amz-id-2", requestIds.lower("", 64));
    }
}
