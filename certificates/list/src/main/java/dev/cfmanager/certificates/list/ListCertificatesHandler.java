// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.certificates.list;

import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.PageRequest;
import java.time.Instant;
import java.time.InstantSource;

/**
 * {@code GET /certificates?limit=&nextToken=}: answers {@code certificates[]}, newest first, {@code count}, {@code
 * total}, and {@code nextToken} when there are more. Without {@code limit} everything, up to 1000. An item that ACM would
 * not tell the details of carries {@code error}.
 */
public final class ListCertificatesHandler extends ApiHandler {
    private final ListCertificates listCertificates;
    private final InstantSource clock;

    /** Lambda's entry. */
    public ListCertificatesHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public ListCertificatesHandler(ExecutionEnvironment environment) {
        super(environment, Access.READ);
        this.listCertificates = new ListCertificates(environment);
        this.clock = environment.clock();
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        Instant now = clock.instant();
        return ApiResponse.ok(listCertificates
                .run(PageRequest.of(request))
                .toJson("certificates", certificate -> certificate.toJson(now)));
    }
}
