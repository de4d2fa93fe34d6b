// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.emulators;

import java.net.URI;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Sends what SDK clients ask of some services to an emulator, and everything else to the twin. Which service it is stands
 * in the signature. Emulators do not verify signatures, so that the host may change after signing; a bucket that was part
 * of the host becomes part of the path.
 */
final class DividedHttpClient implements SdkHttpClient {
    private static final Pattern SERVICE =
            Pattern.compile("Credential=[^/]+/\\d{8}/[a-z0-9-]+/([a-z0-9-]+)/aws4_request");
    private static final Pattern BUCKET_HOST = Pattern.compile("(.+)\\.s3[.-].*amazonaws\\.com");

    private final URI endpoint;
    private final Set<String> there;
    private final SdkHttpClient network;
    private final SdkHttpClient twin;

    /**
     * A client of both.
     *
     * @param endpoint the emulator's
     * @param there signing names of the services that it serves
     * @param network carries requests to the emulator
     * @param twin carries all others
     */
    DividedHttpClient(URI endpoint, Set<String> there, SdkHttpClient network, SdkHttpClient twin) {
        this.endpoint = endpoint;
        this.there = there;
        this.network = network;
        this.twin = twin;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        SdkHttpRequest signed = request.httpRequest();
        Matcher service =
                SERVICE.matcher(signed.firstMatchingHeader("Authorization").orElse(""));
        if (!service.find() || !there.contains(service.group(1))) {
            return twin.prepareRequest(request);
        }
        Matcher bucket = BUCKET_HOST.matcher(signed.host());
        String key = signed.encodedPath().equals("/") ? "" : signed.encodedPath();
        String path = bucket.matches() ? "/" + bucket.group(1) + key : signed.encodedPath();
        HttpExecuteRequest.Builder moved = HttpExecuteRequest.builder()
                .request(signed.toBuilder()
                        .protocol(endpoint.getScheme())
                        .host(endpoint.getHost())
                        .port(endpoint.getPort())
                        .encodedPath(path)
                        .build());
        request.contentStreamProvider().ifPresent(moved::contentStreamProvider);
        return network.prepareRequest(moved.build());
    }

    @Override
    public String clientName() {
        return "divided";
    }

    @Override
    public void close() {
        network.close();
    }
}
