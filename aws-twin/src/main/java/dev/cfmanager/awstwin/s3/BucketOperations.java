// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Making, finding and removing buckets. */
final class BucketOperations {
    private static final String GLOBAL_REGION = "us-east-1";
    private static final String CONFIGURATION = "CreateBucketConfiguration";

    private final Buckets buckets;
    private final ObjectStore objects;
    private final UploadStore uploads;
    private final InstantSource clock;
    private final int maxBuckets;

    BucketOperations(Buckets buckets, ObjectStore objects, UploadStore uploads, InstantSource clock, int maxBuckets) {
        this.buckets = buckets;
        this.objects = objects;
        this.uploads = uploads;
        this.clock = clock;
        this.maxBuckets = maxBuckets;
    }

    void addTo(Routes routes) {
        routes.open(
                "GET",
                Route.Level.SERVICE,
                List.of(),
                "ListBuckets",
                request -> List.of(new Permission("s3:ListAllMyBuckets", "*")),
                this::list);
        routes.open("PUT", Route.Level.BUCKET, List.of(), "CreateBucket", BucketOperations::creation, this::create);
        routes.bucket("HEAD", List.of(), "HeadBucket", "s3:ListBucket", this::head);
        routes.bucket("DELETE", List.of(), "DeleteBucket", "s3:DeleteBucket", this::delete);
        routes.bucket("GET", List.of("location"), "GetBucketLocation", "s3:GetBucketLocation", this::location);
    }

    private static List<Permission> creation(S3Request request) {
        List<Permission> permissions = new ArrayList<>();
        permissions.add(Permission.onBucket("s3:CreateBucket", request));
        if (request.header("x-amz-acl").isPresent()) {
            permissions.add(Permission.onBucket("s3:PutBucketAcl", request));
        }
        if (request.header("x-amz-object-ownership").isPresent()) {
            permissions.add(Permission.onBucket("s3:PutBucketOwnershipControls", request));
        }
        if (new String(request.payload().bytes(), StandardCharsets.UTF_8).contains("<Tags>")) {
            permissions.add(Permission.onBucket("s3:TagResource", request));
        }
        return permissions;
    }

    /**
     * CreateBucket.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html">CreateBucket</a>
     */
    private TwinResponse create(S3Request request) {
        if (!request.requester().ofAccount()) {
            throw S3Errors.accessDenied();
        }
        FrontDoor.checkEndpoint(request);
        if (request.header("x-amz-bucket-object-lock-enabled")
                .map("true"::equalsIgnoreCase)
                .orElse(false)) {
            throw S3Errors.notImplemented("x-amz-bucket-object-lock-enabled");
        }
        BucketNames.check(request.bucket());
        Optional<XmlElement> configuration = configuration(request);
        String region = region(request, configuration.flatMap(sent -> sent.childText("LocationConstraint")));
        Map<String, String> settings = new TreeMap<>();
        settings.put(PublicAccessBlock.SETTING, PublicAccessBlock.ALL.document());
        String ownership = OwnershipControls.ofHeader(request);
        settings.put(OwnershipControls.SETTING, ownership);
        settings.put(
                CannedAcl.SETTING,
                CannedAcl.atCreation(request, OwnershipControls.disableAcls(Optional.of(ownership))));
        configuration
                .flatMap(sent -> sent.child("Tags"))
                .ifPresent(tags ->
                        settings.put(TagSet.SETTING, TagSet.ofBucket(tags).document()));
        Bucket bucket = new Bucket(request.bucket(), Kernel.ACCOUNT, region, clock.instant(), settings);
        return buckets.exclusively(() -> {
            refuseTaken(bucket, FrontDoor.endpointRegion(request));
            if (buckets.find(bucket.name()).isEmpty()) {
                buckets.put(bucket);
            }
            return TwinResponse.empty(200)
                    .with("Location", locationHeader(request, bucket))
                    .with("x-amz-bucket-arn", bucket.arn());
        });
    }

    private static Optional<XmlElement> configuration(S3Request request) {
        return request.payload().bytes().length == 0 ? Optional.empty() : Optional.of(request.document(CONFIGURATION));
    }

    /** Where the bucket goes: an endpoint makes buckets in its own region, the global one anywhere. */
    private static String region(S3Request request, Optional<String> constraint) {
        String endpoint = FrontDoor.endpointRegion(request);
        if (constraint.isEmpty() || constraint.get().isEmpty()) {
            if (!endpoint.equals(GLOBAL_REGION)) {
                throw incompatible("unspecified");
            }
            return GLOBAL_REGION;
        }
        String wanted = constraint.get().equals("EU") ? "eu-west-1" : constraint.get();
        if (wanted.equals(GLOBAL_REGION) || !Regions.exists(wanted)) {
            throw new AwsError(
                    400,
                    "InvalidLocationConstraint",
                    "The specified location-constraint is not valid",
                    Map.of("LocationConstraint", constraint.get()));
        }
        boolean fromAnywhere =
                endpoint.equals(GLOBAL_REGION) && request.address().region().isEmpty();
        if (!fromAnywhere && !wanted.equals(endpoint)) {
            throw incompatible(constraint.get());
        }
        return wanted;
    }

    private static AwsError incompatible(String constraint) {
        return new AwsError(
                400,
                "IllegalLocationConstraintException",
                "The " + constraint + " location constraint is incompatible for the region specific endpoint this "
                        + "request was sent to.");
    }

    private void refuseTaken(Bucket wanted, String endpoint) {
        Optional<Bucket> existing = buckets.find(wanted.name());
        if (existing.isPresent()) {
            if (!existing.get().owner().equals(Kernel.ACCOUNT)) {
                throw new AwsError(
                        409,
                        "BucketAlreadyExists",
                        "The requested bucket name is not available. The bucket namespace is shared by all users of the "
                                + "system. Please select a different name and try again.",
                        Map.of("BucketName", wanted.name()));
            }
            boolean legacy = endpoint.equals(GLOBAL_REGION)
                    && existing.get().region().equals(GLOBAL_REGION)
                    && wanted.region().equals(GLOBAL_REGION);
            if (!legacy) {
                throw new AwsError(
                        409,
                        "BucketAlreadyOwnedByYou",
                        "Your previous request to create the named bucket succeeded and you already own it.",
                        Map.of("BucketName", wanted.name()));
            }
        } else if (own().size() >= maxBuckets) {
            throw new AwsError(400, "TooManyBuckets", "You have attempted to create more buckets than allowed");
        }
    }

    private static String locationHeader(S3Request request, Bucket bucket) {
        return FrontDoor.endpointRegion(request).equals(GLOBAL_REGION)
                        && bucket.region().equals(GLOBAL_REGION)
                ? "/" + bucket.name()
                : "http://" + bucket.name() + ".s3.amazonaws.com/";
    }

    private List<Bucket> own() {
        return buckets.all().stream()
                .filter(bucket -> bucket.owner().equals(Kernel.ACCOUNT))
                .toList();
    }

    /**
     * ListBuckets, all regions, paged when the client asks for pages.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html">ListBuckets</a>
     */
    private TwinResponse list(S3Request request) {
        if (!request.requester().ofAccount()) {
            throw S3Errors.accessDenied();
        }
        String prefix = request.query("prefix").orElse("");
        String after = request.query("continuation-token").map(Token::read).orElse("");
        Optional<String> region = request.query("bucket-region");
        int max = Limits.read(request, "max-buckets", 10_000, 10_000);
        boolean paged = request.query("max-buckets").isPresent();
        List<Bucket> matching = own().stream()
                .filter(bucket -> bucket.name().startsWith(prefix)
                        && bucket.name().compareTo(after) > 0
                        && region.map(bucket.region()::equals).orElse(true))
                .toList();
        List<Bucket> page = matching.stream().limit(max).toList();
        List<XmlElement> members = new ArrayList<>();
        members.add(Owner.element("Owner"));
        members.add(XmlElement.of(
                "Buckets", page.stream().map(bucket -> summary(bucket, paged)).toList()));
        if (page.size() < matching.size()) {
            members.add(XmlElement.of(
                    "ContinuationToken", Token.write(page.get(page.size() - 1).name())));
        }
        if (!prefix.isEmpty()) {
            members.add(XmlElement.of("Prefix", prefix));
        }
        return Answers.document(XmlElement.of("ListAllMyBucketsResult", members));
    }

    private static XmlElement summary(Bucket bucket, boolean withRegion) {
        List<XmlElement> members = new ArrayList<>();
        members.add(XmlElement.of("Name", bucket.name()));
        members.add(XmlElement.of("CreationDate", Answers.xmlDate(bucket.created())));
        if (withRegion) {
            members.add(XmlElement.of("BucketRegion", bucket.region()));
        }
        return XmlElement.of("Bucket", members);
    }

    private TwinResponse head(S3Request request, Bucket bucket) {
        return TwinResponse.empty(200)
                .with("x-amz-bucket-region", bucket.region())
                .with("x-amz-bucket-arn", bucket.arn())
                .with("x-amz-access-point-alias", "false")
                .with("Content-Type", "application/xml");
    }

    /**
     * DeleteBucket. Versions and delete markers keep a bucket from being deleted; multipart uploads in progress do so
     * in directory buckets only, and go with a bucket like these.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html">DeleteBucket</a>
     */
    private TwinResponse delete(S3Request request, Bucket bucket) {
        objects.consistently(() -> buckets.exclusively(() -> {
            if (!objects.isEmpty(bucket.name())) {
                throw notEmpty(bucket);
            }
            buckets.remove(bucket.name());
            return bucket;
        }));
        uploads.endAll(bucket.name());
        return TwinResponse.empty(204);
    }

    private static AwsError notEmpty(Bucket bucket) {
        return new AwsError(
                409,
                "BucketNotEmpty",
                bucket.versioning() == Bucket.Versioning.Off
                        ? "The bucket you tried to delete is not empty"
                        : "The bucket you tried to delete is not empty. You must delete all versions in the bucket.",
                Map.of("BucketName", bucket.name()));
    }

    private TwinResponse location(S3Request request, Bucket bucket) {
        String constraint = bucket.region().equals(GLOBAL_REGION) ? "" : bucket.region();
        return Answers.document(XmlElement.of("LocationConstraint", constraint));
    }
}
