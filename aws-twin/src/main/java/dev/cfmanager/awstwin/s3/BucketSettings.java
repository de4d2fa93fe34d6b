// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** The settings of a bucket that are put, read and deleted as one document each. The policy has rules of its own. */
final class BucketSettings {
    private final Buckets buckets;

    BucketSettings(Buckets buckets) {
        this.buckets = buckets;
    }

    void addTo(Routes routes) {
        add(
                routes,
                new Setting(
                        PublicAccessBlock.SETTING,
                        "PublicAccessBlock",
                        "s3:GetBucketPublicAccessBlock",
                        "s3:PutBucketPublicAccessBlock",
                        "s3:PutBucketPublicAccessBlock",
                        request -> PublicAccessBlock.of(request).document(),
                        () -> missing(
                                "NoSuchPublicAccessBlockConfiguration",
                                "The public access block configuration was not found")));
        add(
                routes,
                new Setting(
                        OwnershipControls.SETTING,
                        "BucketOwnershipControls",
                        "s3:GetBucketOwnershipControls",
                        "s3:PutBucketOwnershipControls",
                        "s3:PutBucketOwnershipControls",
                        OwnershipControls::ofBody,
                        () -> missing(
                                "OwnershipControlsNotFoundError", "The bucket ownership controls were not found")));
        add(
                routes,
                new Setting(
                        TagSet.SETTING,
                        "BucketTagging",
                        "s3:GetBucketTagging",
                        "s3:PutBucketTagging",
                        "s3:PutBucketTagging",
                        BucketSettings::tagging,
                        () -> missing("NoSuchTagSet", "The TagSet does not exist")));
        add(
                routes,
                new Setting(
                        CorsConfiguration.SETTING,
                        "BucketCors",
                        "s3:GetBucketCORS",
                        "s3:PutBucketCORS",
                        "s3:PutBucketCORS",
                        CorsConfiguration::ofBody,
                        () -> missing("NoSuchCORSConfiguration", "The CORS configuration does not exist")));
        add(
                routes,
                new Setting(
                        WebsiteConfiguration.SETTING,
                        "BucketWebsite",
                        "s3:GetBucketWebsite",
                        "s3:PutBucketWebsite",
                        "s3:DeleteBucketWebsite",
                        WebsiteConfiguration::ofBody,
                        () -> missing(
                                "NoSuchWebsiteConfiguration",
                                "The specified bucket does not have a website configuration")));
        addEncryption(routes);
        addVersioning(routes);
    }

    /**
     * A setting and its three operations.
     *
     * @param subresource the query parameter that means it, and the name it is stored under
     * @param noun what the API's operations call it
     * @param read reads a put request into the document to keep
     * @param missing what reading answers when it is not set
     */
    private record Setting(
            String subresource,
            String noun,
            String getAction,
            String putAction,
            String deleteAction,
            Function<S3Request, String> read,
            Supplier<AwsError> missing) {}

    private void add(Routes routes, Setting setting) {
        List<String> marks = List.of(setting.subresource());
        String get = setting.noun().equals("PublicAccessBlock") ? "GetPublicAccessBlock" : "Get" + setting.noun();
        routes.bucket(
                "GET",
                marks,
                get,
                setting.getAction(),
                (request, bucket) -> Answers.xml(bucket.setting(setting.subresource())
                        .orElseThrow(() -> withName(setting.missing().get(), bucket))));
        routes.bucket("PUT", marks, "Put" + setting.noun(), setting.putAction(), (request, bucket) -> {
            String document = setting.read().apply(request);
            buckets.change(bucket.name(), current -> current.with(setting.subresource(), document));
            return TwinResponse.empty(setting.noun().equals("BucketTagging") ? 204 : 200);
        });
        routes.bucket("DELETE", marks, "Delete" + setting.noun(), setting.deleteAction(), (request, bucket) -> {
            buckets.change(bucket.name(), current -> current.without(setting.subresource()));
            return TwinResponse.empty(204);
        });
    }

    private static String tagging(S3Request request) {
        return TagSet.ofBucket(request.document("Tagging").child("TagSet").orElseThrow(S3Errors::malformedXml))
                .document();
    }

    private void addEncryption(Routes routes) {
        List<String> marks = List.of(Encryption.SETTING);
        routes.bucket(
                "GET",
                marks,
                "GetBucketEncryption",
                "s3:GetEncryptionConfiguration",
                (request, bucket) ->
                        Answers.xml(bucket.setting(Encryption.SETTING).orElse(Encryption.DEFAULT)));
        routes.bucket("PUT", marks, "PutBucketEncryption", "s3:PutEncryptionConfiguration", (request, bucket) -> {
            String document = Encryption.ofBody(request);
            buckets.change(bucket.name(), current -> current.with(Encryption.SETTING, document));
            return TwinResponse.empty(200);
        });
        routes.bucket("DELETE", marks, "DeleteBucketEncryption", "s3:PutEncryptionConfiguration", (request, bucket) -> {
            buckets.change(bucket.name(), current -> current.without(Encryption.SETTING));
            return TwinResponse.empty(204);
        });
    }

    private void addVersioning(Routes routes) {
        List<String> marks = List.of("versioning");
        routes.bucket("GET", marks, "GetBucketVersioning", "s3:GetBucketVersioning", (request, bucket) -> {
            String status = bucket.setting("versioning").orElse("");
            return Answers.document(
                    status.isEmpty()
                            ? XmlElement.of("VersioningConfiguration")
                            : XmlElement.of("VersioningConfiguration", XmlElement.of("Status", status)));
        });
        routes.bucket("PUT", marks, "PutBucketVersioning", "s3:PutBucketVersioning", (request, bucket) -> {
            XmlElement sent = request.document("VersioningConfiguration");
            if (request.header("x-amz-mfa").isPresent()
                    || sent.child("MfaDelete").isPresent()) {
                throw S3Errors.notImplemented("x-amz-mfa");
            }
            String status = sent.childText("Status").orElse("");
            if (!status.equals("Enabled") && !status.equals("Suspended")) {
                throw new AwsError(
                        400, "IllegalVersioningConfigurationException", "The Versioning element must be specified");
            }
            buckets.change(bucket.name(), current -> current.with("versioning", status));
            return TwinResponse.empty(200);
        });
    }

    private static AwsError missing(String code, String message) {
        return new AwsError(404, code, message);
    }

    private static AwsError withName(AwsError error, Bucket bucket) {
        return new AwsError(error.status(), error.code(), error.text(), Map.of("BucketName", bucket.name()));
    }
}
