// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ACLs of buckets and objects, as far as canned ACLs say them.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html">ACLs</a>
 */
final class AclOperations {
    private static final String ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers";
    private static final String AUTHENTICATED_USERS = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
    private static final String SCHEMA = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=";

    private final Buckets buckets;
    private final ObjectStore objects;
    private final VersionFinder finder;

    AclOperations(Buckets buckets, ObjectStore objects, VersionFinder finder) {
        this.buckets = buckets;
        this.objects = objects;
        this.finder = finder;
    }

    void addTo(Routes routes) {
        List<String> marks = List.of(CannedAcl.SETTING);
        routes.bucket(
                "GET", marks, "GetBucketAcl", "s3:GetBucketAcl", (request, bucket) -> document(CannedAcl.of(bucket)));
        routes.bucket("PUT", marks, "PutBucketAcl", "s3:PutBucketAcl", (request, bucket) -> {
            String acl = CannedAcl.checked(request, bucket, asked(request));
            buckets.change(bucket.name(), current -> current.with(CannedAcl.SETTING, acl));
            return TwinResponse.empty(200);
        });
        routes.object(
                "GET",
                marks,
                "GetObjectAcl",
                request -> Permission.onVersion("s3:GetObjectAcl", "s3:GetObjectVersionAcl", request),
                (request, bucket) -> document(finder.toRead(request, bucket).acl()));
        routes.object(
                "PUT",
                marks,
                "PutObjectAcl",
                request -> Permission.onVersion("s3:PutObjectAcl", "s3:PutObjectVersionAcl", request),
                (request, bucket) -> {
                    String acl = CannedAcl.checked(request, bucket, asked(request));
                    objects.consistently(() -> {
                        ObjectVersion version = finder.toRead(request, bucket).withAcl(acl);
                        objects.update(bucket.name(), version);
                        return version;
                    });
                    return TwinResponse.empty(200);
                });
    }

    /** The canned ACL that the request's header names, or that its document amounts to. */
    private static String asked(S3Request request) {
        Optional<String> header = request.header("x-amz-acl");
        if (header.isPresent()) {
            return header.get();
        }
        List<XmlElement> grants = request.document("AccessControlPolicy")
                .child("AccessControlList")
                .orElseThrow(S3Errors::malformedXml)
                .children("Grant");
        List<String> others = new ArrayList<>();
        for (XmlElement grant : grants) {
            XmlElement grantee = grant.child("Grantee").orElseThrow(S3Errors::malformedXml);
            String permission = grant.childText("Permission").orElseThrow(S3Errors::malformedXml);
            boolean owner = grantee.childText("ID").orElse("").equals(Owner.CANONICAL_ID);
            if (!owner || !permission.equals("FULL_CONTROL")) {
                others.add(grantee.childText("URI").orElse("") + " " + permission);
            }
        }
        if (others.isEmpty()) {
            return CannedAcl.PRIVATE;
        }
        if (others.equals(List.of(ALL_USERS + " READ"))) {
            return "public-read";
        }
        throw S3Errors.notImplemented("AccessControlPolicy");
    }

    private static TwinResponse document(String acl) {
        List<XmlElement> grants = new ArrayList<>();
        grants.add(grant(XmlElement.of("ID", Owner.CANONICAL_ID), "FULL_CONTROL"));
        if (acl.startsWith("public-read")) {
            grants.add(grant(XmlElement.of("URI", ALL_USERS), "READ"));
        }
        if (acl.equals("public-read-write")) {
            grants.add(grant(XmlElement.of("URI", ALL_USERS), "WRITE"));
        }
        if (acl.equals("authenticated-read")) {
            grants.add(grant(XmlElement.of("URI", AUTHENTICATED_USERS), "READ"));
        }
        String document = XmlElement.of(
                        "AccessControlPolicy", Owner.element("Owner"), XmlElement.of("AccessControlList", grants))
                .document(S3.NAMESPACE);
        // The kind of a grantee is the one attribute in all of S3's documents.
        return Answers.xml(document.replace("<Grantee><ID>", "<Grantee " + SCHEMA + "\"CanonicalUser\"><ID>")
                .replace("<Grantee><URI>", "<Grantee " + SCHEMA + "\"Group\"><URI>"));
    }

    private static XmlElement grant(XmlElement who, String permission) {
        return XmlElement.of("Grant", XmlElement.of("Grantee", who), XmlElement.of("Permission", permission));
    }
}
