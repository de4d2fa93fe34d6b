// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.samples;

import dev.cfmanager.awstwin.Twin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.CacheBehavior;
import software.amazon.awssdk.services.cloudfront.model.Distribution;
import software.amazon.awssdk.services.cloudfront.model.FunctionRuntime;
import software.amazon.awssdk.services.cloudfront.model.NoSuchFunctionExistsException;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSummary;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/**
 * A bucket with a fetcher's files and a website bucket with a distribution in front, whose readers a function gives one set: what the data distributor works on,
 * and what in an account belongs to somebody else's stack. Made once; found again over the same data.
 */
public final class SampleWebsite {
    private static final String SOURCE = "sample-fetched-data";
    private static final String WEBSITE = "sample-website";
    private static final String SWITCH = "sample-website-data";
    private static final String PREFIX = "aws-data/";
    private static final String CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";
    private static final String REGION = "us-east-1";
    private static final List<String> FILES = List.of("complete-data.json", "regions.json", "services.json");

    private SampleWebsite() {}

    /**
     * Makes the website where the template asks for one and nobody has named another.
     *
     * @param declared names of the template's parameters
     * @param given values given so far
     * @return the values with the website's added
     */
    public static Map<String, String> addTo(Twin twin, Set<String> declared, Map<String, String> given) {
        if (!declared.contains("DistributionBucketName") || given.containsKey("DistributionBucketName")) {
            return given;
        }
        Map<String, String> all = new LinkedHashMap<>(given);
        all.put("DataSourceBucketName", SOURCE);
        all.put("DataSourcePrefix", PREFIX);
        all.put("DistributionBucketName", WEBSITE);
        all.put("DataDistributionId", make(twin).id());
        all.put("DataSwitchFunctionName", SWITCH);
        return all;
    }

    private static Distribution make(Twin twin) {
        StaticCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("samples", "samples"));
        try (S3Client s3 = S3Client.builder()
                        .region(Region.of(REGION))
                        .httpClient(twin.httpClient())
                        .credentialsProvider(credentials)
                        .build();
                CloudFrontClient cloudFront = CloudFrontClient.builder()
                        .region(Region.AWS_GLOBAL)
                        .httpClient(twin.httpClient())
                        .credentialsProvider(credentials)
                        .build()) {
            if (isMissing(s3, SOURCE)) {
                s3.createBucket(create -> create.bucket(SOURCE));
                FILES.forEach(file -> s3.putObject(
                        put -> put.bucket(SOURCE).key(PREFIX + file).contentType("application/json"),
                        RequestBody.fromBytes(content(file))));
            }
            if (isMissing(s3, WEBSITE)) {
                s3.createBucket(create -> create.bucket(WEBSITE));
            }
            Distribution distribution = distribution(cloudFront);
            s3.putBucketPolicy(put -> put.bucket(WEBSITE).policy(policy(distribution.arn())));
            return distribution;
        }
    }

    private static boolean isMissing(S3Client s3, String bucket) {
        try {
            s3.headBucket(HeadBucketRequest.builder().bucket(bucket).build());
            return false;
        } catch (NoSuchBucketException e) {
            return true;
        }
    }

    /** Passes every request until the data distributor writes its own code into it. */
    private static String switchArn(CloudFrontClient cloudFront) {
        try {
            return cloudFront
                    .describeFunction(describe -> describe.name(SWITCH))
                    .functionSummary()
                    .functionMetadata()
                    .functionARN();
        } catch (NoSuchFunctionExistsException e) {
            String eTag = cloudFront
                    .createFunction(create -> create.name(SWITCH)
                            .functionConfig(config -> config.comment("Sends readers of the sample's data to one set.")
                                    .runtime(FunctionRuntime.CLOUDFRONT_JS_2_0))
                            .functionCode(SdkBytes.fromUtf8String("function handler(event) { return event.request; }")))
                    .eTag();
            return cloudFront
                    .publishFunction(publish -> publish.name(SWITCH).ifMatch(eTag))
                    .functionSummary()
                    .functionMetadata()
                    .functionARN();
        }
    }

    /** The same caller reference with the same content gives the same distribution. */
    private static Distribution distribution(CloudFrontClient cloudFront) {
        String access = cloudFront.listOriginAccessControls(list -> {}).originAccessControlList().items().stream()
                .filter(control -> control.name().equals(WEBSITE))
                .map(OriginAccessControlSummary::id)
                .findFirst()
                .orElseGet(() -> cloudFront
                        .createOriginAccessControl(
                                create -> create.originAccessControlConfig(config -> config.name(WEBSITE)
                                        .originAccessControlOriginType("s3")
                                        .signingBehavior("always")
                                        .signingProtocol("sigv4")))
                        .originAccessControl()
                        .id());
        CacheBehavior data = CacheBehavior.builder()
                .pathPattern("data/*")
                .targetOriginId(WEBSITE)
                .viewerProtocolPolicy("allow-all")
                .compress(true)
                .cachePolicyId(CACHING_OPTIMIZED)
                .functionAssociations(
                        associations -> associations.quantity(1).items(item -> item.eventType("viewer-request")
                                .functionARN(switchArn(cloudFront))))
                .build();
        return cloudFront
                .createDistribution(create -> create.distributionConfig(config -> config.callerReference(SWITCH)
                        .comment("Sample website of the laptop")
                        .enabled(true)
                        .origins(origins -> origins.quantity(1).items(origin -> origin.id(WEBSITE)
                                .domainName(WEBSITE + ".s3." + REGION + ".amazonaws.com")
                                .originAccessControlId(access)
                                .s3OriginConfig(s3 -> s3.originAccessIdentity(""))))
                        .cacheBehaviors(behaviors -> behaviors.quantity(1).items(data))
                        .defaultCacheBehavior(behavior -> behavior.targetOriginId(WEBSITE)
                                .viewerProtocolPolicy("allow-all")
                                .compress(true)
                                .cachePolicyId(CACHING_OPTIMIZED))))
                .distribution();
    }

    private static String policy(String distributionArn) {
        return """
                {"Version":"2012-10-17","Statement":[{"Sid":"AllowCloudFront","Effect":"Allow",\
                "Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"s3:GetObject",\
                "Resource":"arn:aws:s3:::%s/*","Condition":{"StringEquals":{"AWS:SourceArn":"%s"}}}]}""".formatted(WEBSITE, distributionArn);
    }

    private static byte[] content(String file) {
        try (InputStream resource = SampleWebsite.class.getResourceAsStream(file)) {
            if (resource == null) {
                throw new IllegalStateException("the program lacks its sample " + file);
            }
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the sample " + file, e);
        }
    }
}
