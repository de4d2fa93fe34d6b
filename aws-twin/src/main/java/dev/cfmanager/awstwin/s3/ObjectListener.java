// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

/**
 * Is told what happens to objects, after it happened and outside of every lock of S3.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html">event
 *     types</a>
 */
@FunctionalInterface
public interface ObjectListener {

    /**
     * An object came or went.
     *
     * @param bucket the bucket's name
     * @param region where the bucket is
     * @param event such as {@code ObjectCreated:Put} or {@code ObjectRemoved:DeleteMarkerCreated}
     * @param key the object's key, not encoded
     * @param size bytes; 0 for a removed object
     * @param etag without quotes; empty for a removed object
     * @param versionId empty where the bucket keeps no versions
     */
    void happened(String bucket, String region, String event, String key, long size, String etag, String versionId);
}
