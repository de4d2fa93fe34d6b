// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import dev.cfmanager.common.dynamo.Hashes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A routing policy as a Lambda@Edge function for CloudFront's origin-request event: one CommonJS file, {@code index.js},
 * with the handler {@code index.handler}. Equal policies give equal bytes, in the source and in the zip.
 *
 * <p>The handler takes no callback and returns a promise, which every Node.js runtime of Lambda accepts; Node.js 24 no
 * longer takes callbacks. It uses no syntax newer than ES2015, so that the preview can run the very same file.
 *
 * @param source the file's text
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html">Lambda@Edge event structure</a>
 */
public record EdgeCode(String source) {
    /** The file's name in the zip. */
    public static final String FILE = "index.js";

    /** The handler's name, as Lambda wants it. */
    public static final String HANDLER = "index.handler";

    private static final String HEAD = """
            'use strict';

            // Sends each request to the S3 origin meant for the AWS region this code runs in, the one nearest to the viewer.
            // The first origin is the default: for every region that is not listed.
            """;

    private static final String BODY = """

            function originOf(region) {
              const index = ORIGIN_OF_REGION.get(region);
              return ORIGINS[index === undefined ? 0 : index];
            }

            exports.handler = function (event) {
              const request = event.Records[0].cf.request;
              try {
                if (request.origin.s3) {
                  const origin = originOf(process.env.AWS_REGION);
                  const s3 = Object.assign({}, request.origin.s3, {
                    authMethod: 'origin-access-identity',
                    domainName: origin.domain,
                    region: origin.region
                  });
                  const headers = Object.assign({}, request.headers, { host: [{ key: 'Host', value: origin.domain }] });
                  request.headers = headers;
                  request.origin = Object.assign({}, request.origin, { s3: s3 });
                }
              } catch (unexpected) {
                // The request goes on as CloudFront made it, to the distribution's default origin.
              }
              return Promise.resolve(request);
            };
            """;

    /** Compiles a policy. */
    public static EdgeCode of(RoutingPolicy policy) {
        List<Target> targets = new ArrayList<>();
        targets.add(Target.of(policy.defaultOrigin()));
        SortedMap<String, Integer> targetOfRegion = new TreeMap<>();
        policy.resolved().forEach((region, origin) -> {
            Target target = Target.of(origin);
            if (!targets.contains(target)) {
                targets.add(target);
            }
            targetOfRegion.put(region, targets.indexOf(target));
        });
        return of(targets, targetOfRegion);
    }

    /** Writes the file; values may be anything, since every one of them is an escaped literal. */
    static EdgeCode of(List<Target> targets, SortedMap<String, Integer> targetOfRegion) {
        StringBuilder source = new StringBuilder(HEAD).append("const ORIGINS = [\n");
        for (Target target : targets) {
            source.append("  { domain: ")
                    .append(JavaScriptLiteral.of(target.domain()))
                    .append(", region: ")
                    .append(JavaScriptLiteral.of(target.region()))
                    .append(" },\n");
        }
        // A Map, not an object: names such as __proto__ are keys like any other.
        source.append("];\nconst ORIGIN_OF_REGION = new Map([\n");
        for (Map.Entry<String, Integer> entry : targetOfRegion.entrySet()) {
            source.append("  [")
                    .append(JavaScriptLiteral.of(entry.getKey()))
                    .append(", ")
                    .append(entry.getValue())
                    .append("],\n");
        }
        return new EdgeCode(source.append("]);\n").append(BODY).toString());
    }

    /** SHA-256 of the file's bytes, 64 lower-case hex characters: what the preview shows and the zip entry holds. */
    public String sha256() {
        return Hashes.sha256(source);
    }

    /** The deployment package: {@code index.js} alone, stored, at a fixed time, so that equal sources give equal bytes. */
    public byte[] zip() {
        byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        ZipEntry entry = new ZipEntry(FILE);
        entry.setMethod(ZipEntry.STORED); // deflated bytes differ between zlib versions
        entry.setSize(bytes.length);
        entry.setCompressedSize(bytes.length);
        entry.setCrc(checksum.getValue());
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(entry);
            zip.write(bytes);
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** SHA-256 of the zip in base64: what Lambda reports as {@code CodeSha256}. */
    String codeSha256() {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(zip()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Where a request may go.
     *
     * @param domain host name of the bucket
     * @param region the bucket's region, which CloudFront needs to sign with an origin access identity
     */
    record Target(String domain, String region) {
        static Target of(RoutedOrigin origin) {
            return new Target(origin.domain(), origin.region());
        }
    }
}
