// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.List;
import java.util.Map;

/**
 * Reading the settings that the twin cannot set: tools that describe a bucket ask for all of them, and "not set" is
 * the truth. Setting them is refused.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html">GetBucket...</a>
 */
final class UnsetSettings {
    private UnsetSettings() {}

    static void addTo(Routes routes) {
        empty(
                routes,
                "accelerate",
                "GetBucketAccelerateConfiguration",
                "s3:GetAccelerateConfiguration",
                XmlElement.of("AccelerateConfiguration"));
        empty(routes, "logging", "GetBucketLogging", "s3:GetBucketLogging", XmlElement.of("BucketLoggingStatus"));
        empty(
                routes,
                "notification",
                "GetBucketNotificationConfiguration",
                "s3:GetBucketNotification",
                XmlElement.of("NotificationConfiguration"));
        empty(
                routes,
                "requestPayment",
                "GetBucketRequestPayment",
                "s3:GetBucketRequestPayment",
                XmlElement.of("RequestPaymentConfiguration", XmlElement.of("Payer", "BucketOwner")));
        missing(
                routes,
                "lifecycle",
                "GetBucketLifecycleConfiguration",
                "s3:GetLifecycleConfiguration",
                new AwsError(404, "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"));
        missing(
                routes,
                "replication",
                "GetBucketReplication",
                "s3:GetReplicationConfiguration",
                new AwsError(
                        404, "ReplicationConfigurationNotFoundError", "The replication configuration was not found"));
        missing(
                routes,
                "object-lock",
                "GetObjectLockConfiguration",
                "s3:GetBucketObjectLockConfiguration",
                new AwsError(
                        404,
                        "ObjectLockConfigurationNotFoundError",
                        "Object Lock configuration does not exist for this bucket"));
    }

    private static void empty(Routes routes, String subresource, String operation, String action, XmlElement document) {
        routes.bucket("GET", List.of(subresource), operation, action, (request, bucket) -> Answers.document(document));
    }

    private static void missing(Routes routes, String subresource, String operation, String action, AwsError error) {
        routes.bucket("GET", List.of(subresource), operation, action, (request, bucket) -> {
            throw new AwsError(error.status(), error.code(), error.text(), Map.of("BucketName", bucket.name()));
        });
    }
}
