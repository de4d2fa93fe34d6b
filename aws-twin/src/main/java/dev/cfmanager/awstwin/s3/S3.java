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

    private final Ids ids;
    private final Buckets buckets;
    private final Routes routes;
    private final InstantSource clock;

    /** S3 in the account that {@code kernel} is, whose policies may name these origin access identities. */
    public S3(Kernel kernel, OriginAccessIdentities identities) {
        this.ids = kernel.requestIds();
        this.buckets = new Buckets(kernel.store());
        this.clock = kernel.clock();
        ObjectStore objects = new ObjectStore(kernel);
        FrontDoor frontDoor = new FrontDoor(buckets, new Access(kernel.clock()), kernel.clock());
        VersionFinder finder = new VersionFinder(objects, frontDoor);
        this.routes = new Routes(frontDoor);
        new BucketOperations(buckets, objects, kernel.clock(), MAX_BUCKETS).addTo(routes);
        new BucketSettings(buckets).addTo(routes);
        new PolicyOperations(buckets, identities).addTo(routes);
        new ObjectOperations(objects, finder, kernel.clock()).addTo(routes);
        new CopyOperation(objects, new SourceReader(objects, finder, frontDoor), kernel.clock())
                .addTo(routes, frontDoor);
        new ListOperations(objects).addTo(routes);
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
        Route route = routes.find(request);
        List<Permission> permissions = route.permissions().apply(request);
        Set<String> actions =
                permissions.stream().map(Permission::action).collect(Collectors.toCollection(LinkedHashSet::new));
        List<String> resources =
                permissions.stream().map(Permission::resource).distinct().toList();
        return new Operation(
                route.operation(), actions, resources, () -> stamp(route.run().apply(request)));
    }

    @Override
    public TwinResponse read(TwinRequest http, Reader reader) {
        try {
            S3Request request = new S3Request(http, Address.of(http), Requester.of(reader));
            return stamp(routes.find(request).run().apply(request));
        } catch (AwsError refusal) {
            return render(refusal, http);
        }
    }

    @Override
    public TwinResponse render(AwsError error, TwinRequest request) {
        return stamp(ErrorDocument.answer(error, request, ids));
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

    private TwinResponse stamp(TwinResponse response) {
        TwinResponse stamped = response.header("x-amz-request-id").isPresent()
                ? response
                : response.with("x-amz-request-id", ids.upper("", 16));
        return stamped.header("x-amz-id-2").isPresent()
                ? stamped
                : stamped.with("x-amz-id-2", ids.lower("", 64)).with("Server", "AmazonS3");
    }
}
