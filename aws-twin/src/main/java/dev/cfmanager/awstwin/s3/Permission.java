// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import java.util.ArrayList;
import java.util.List;

/**
 * An action on a resource, as IAM and bucket policies see it.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html">S3's actions</a>
 * @param action such as {@code s3:GetObject}
 * @param resource an ARN, or {@code *} where the action has no resource
 */
record Permission(String action, String resource) {

    /** An action on the bucket a request names. */
    static Permission onBucket(String action, S3Request request) {
        return new Permission(action, Bucket.arn(request.bucket()));
    }

    /** An action on the object a request names. */
    static Permission onObject(String action, S3Request request) {
        return new Permission(action, Bucket.objectArn(request.bucket(), request.key()));
    }

    /** What reading, or deleting, the named object needs: one action for it, another for a given version of it. */
    static List<Permission> onVersion(String action, String versionAction, S3Request request) {
        return List.of(onObject(request.query("versionId").isPresent() ? versionAction : action, request));
    }

    /** What writing the named object needs: more than {@code s3:PutObject} when it comes with tags or an ACL. */
    static List<Permission> onWrite(S3Request request) {
        List<Permission> permissions = new ArrayList<>();
        permissions.add(onObject("s3:PutObject", request));
        if (request.header("x-amz-tagging").isPresent()) {
            permissions.add(onObject("s3:PutObjectTagging", request));
        }
        if (request.header("x-amz-acl").isPresent()) {
            permissions.add(onObject("s3:PutObjectAcl", request));
        }
        return permissions;
    }
}
