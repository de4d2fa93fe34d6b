// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * GetObjectAttributes: what is known of an object, as a document.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html">GetObjectAttributes</a>
 */
final class AttributeOperations {
    private static final String WANTED = "x-amz-object-attributes";

    private final VersionFinder finder;

    AttributeOperations(VersionFinder finder) {
        this.finder = finder;
    }

    void addTo(Routes routes) {
        routes.object("GET", List.of("attributes"), "GetObjectAttributes", AttributeOperations::permissions, this::get);
    }

    private static List<Permission> permissions(S3Request request) {
        List<Permission> permissions =
                new ArrayList<>(Permission.onVersion("s3:GetObject", "s3:GetObjectVersion", request));
        permissions.addAll(Permission.onVersion("s3:GetObjectAttributes", "s3:GetObjectVersionAttributes", request));
        return permissions;
    }

    private TwinResponse get(S3Request request, Bucket bucket) {
        Set<String> wanted = request.http().headers().getOrDefault(WANTED, List.of()).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        if (wanted.isEmpty()) {
            throw S3Errors.invalidRequest(
                    "The x-amz-object-attributes header specifying the attributes to be retrieved "
                            + "is either missing or empty");
        }
        ObjectVersion version = finder.toRead(request, bucket);
        List<XmlElement> members = new ArrayList<>();
        if (wanted.contains("ETag")) {
            members.add(XmlElement.of("ETag", version.etag()));
        }
        if (wanted.contains("Checksum")) {
            Checksum checksum = version.checksum();
            members.add(XmlElement.of(
                    "Checksum",
                    XmlElement.of(checksum.algorithm().element(), checksum.value()),
                    XmlElement.of("ChecksumType", checksum.type())));
        }
        if (wanted.contains("ObjectParts") && !version.partSizes().isEmpty()) {
            members.add(XmlElement.of(
                    "ObjectParts",
                    XmlElement.of("PartsCount", version.partSizes().size())));
        }
        if (wanted.contains("StorageClass")) {
            members.add(XmlElement.of("StorageClass", version.storageClass()));
        }
        if (wanted.contains("ObjectSize")) {
            members.add(XmlElement.of("ObjectSize", version.size()));
        }
        TwinResponse answer = Answers.document(XmlElement.of("GetObjectAttributesResponse", members))
                .with("Last-Modified", Answers.httpDate(version.modified()));
        return bucket.versioning() == Bucket.Versioning.Off
                ? answer
                : answer.with("x-amz-version-id", version.versionId());
    }
}
