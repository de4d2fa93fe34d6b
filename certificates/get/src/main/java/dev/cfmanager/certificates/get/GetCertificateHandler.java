// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.certificates.get;

import dev.cfmanager.certificates.CertificateArn;
import dev.cfmanager.certificates.CertificateJson;
import dev.cfmanager.certificates.CertificateReader;
import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import java.time.InstantSource;

/**
 * {@code GET /certificates/{arn+}}: answers {@code certificate}. The ARN may be percent-encoded or not: clients encode
 * it, a REST API hands it over as it came, and other gateways decode it.
 */
public final class GetCertificateHandler extends ApiHandler {
    private final CertificateReader certificates;
    private final InstantSource clock;

    /** Lambda's entry. */
    public GetCertificateHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public GetCertificateHandler(ExecutionEnvironment environment) {
        super(environment, Access.READ);
        this.certificates = new CertificateReader(environment);
        this.clock = environment.clock();
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        CertificateArn arn = new CertificateArn(request.pathParameter("arn"));
        return ApiResponse.ok("certificate", CertificateJson.whole(certificates.read(arn), clock.instant()));
    }
}
