// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.cloudfront.CloudFrontAccount;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.s3.Reader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.SdkBytes;

/** An edge over origins that a test lays out, and that remember what they were asked. */
final class EdgeWorld implements AutoCloseable {
    final Twin twin = Twin.start();
    final CloudFrontAccount account = new CloudFrontAccount(twin);
    final List<TwinRequest> asked = new ArrayList<>();
    final List<Reader> readers = new ArrayList<>();
    private final Map<String, TwinResponse> objects = new LinkedHashMap<>();
    private final Edge edge =
            new Edge(twin.kernel(), account.cloudFront(), this::read, account.edgeFunctions(), OriginFetcher.none());

    private TwinResponse read(TwinRequest request, Reader reader) {
        asked.add(request);
        readers.add(reader);
        TwinResponse missing = TwinResponse.xml(404, "<Error><Code>NoSuchKey</Code></Error>");
        TwinResponse found = objects.getOrDefault(request.host() + request.rawPath(), objects.get(request.rawPath()));
        if (found == null) {
            return missing;
        }
        boolean unchanged = request.header("if-none-match").isPresent()
                && request.header("if-none-match").equals(found.header("ETag"));
        return unchanged ? new TwinResponse(304, found.headers(), new byte[0]) : found;
    }

    /** Lays an object under that path of every bucket, or under a host and a path of one. */
    void object(String path, String body, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putIfAbsent("Content-Type", "text/plain");
        all.put("x-amz-request-id", "SECRET");
        objects.put(path, new TwinResponse(200, all, body.getBytes(StandardCharsets.UTF_8)));
    }

    void failing(String path, int status) {
        objects.put(path, TwinResponse.xml(status, "<Error/>"));
    }

    TwinResponse get(String host, String path) {
        return get(host, path, Map.of());
    }

    TwinResponse get(String host, String path, Map<String, String> headers) {
        return send("GET", host, path, headers, Viewer.nearby());
    }

    /** What whoever asks for that host gets, from the place that the host names. */
    TwinResponse at(String host, String path) {
        return edge.handle(new TwinRequest("GET", host, path, Map.of(), Map.of(), new byte[0]));
    }

    TwinResponse send(String method, String host, String path, Map<String, String> headers, Viewer viewer) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        int question = path.indexOf('?');
        String query = question < 0 ? "" : path.substring(question + 1);
        String rawPath = question < 0 ? path : path.substring(0, question);
        return edge.handle(
                new TwinRequest(method, host, rawPath, TwinRequest.parseQuery(query), all, new byte[0]), viewer);
    }

    /** A Lambda function version whose {@code index.js} that is. */
    String lambda(String name, String code) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("index.js"));
            zip.write(code.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return account.function(name, bytes.toByteArray());
    }

    /** A published CloudFront function. */
    String function(String name, String code) {
        var created = account.client().createFunction(r -> r.name(name)
                .functionConfig(c -> c.comment("").runtime("cloudfront-js-2.0"))
                .functionCode(SdkBytes.fromUtf8String(code)));
        account.client().publishFunction(r -> r.name(name).ifMatch(created.eTag()));
        return created.functionSummary().functionMetadata().functionARN();
    }

    @Override
    public void close() {
        account.client().close();
        twin.close();
    }
}
