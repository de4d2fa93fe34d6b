// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.acm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Caller;
import dev.cfmanager.awstwin.kernel.Json;
import dev.cfmanager.awstwin.kernel.JsonInput;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.Operation;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.TwinService;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * AWS Certificate Manager on the wire, and what tests script of it
 * (<a href="https://docs.aws.amazon.com/acm/latest/APIReference/API_Operations.html">API reference</a>).
 */
public final class AcmService implements TwinService, Certificates {
    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
    private static final Set<String> TARGETS = Set.of("CertificateManager");

    private final Kernel kernel;
    private final CertificateBook book;
    private final Map<String, Action> actions;

    /** ACM with what the kernel's store remembers of it. */
    public AcmService(Kernel kernel, AcmSettings settings) {
        this.kernel = kernel;
        this.book = new CertificateBook(kernel, settings);
        CertificateList list = new CertificateList(kernel, book);
        this.actions = Map.of(
                "RequestCertificate", new Action(false, book::request),
                "ListCertificates", new Action(false, list::page),
                "DescribeCertificate", new Action(true, (input, region) -> book.describe(input)),
                "DeleteCertificate", new Action(true, (input, region) -> book.delete(input)),
                "AddTagsToCertificate", new Action(true, (input, region) -> book.tag(input)),
                "RemoveTagsFromCertificate", new Action(true, (input, region) -> book.untag(input)),
                "ListTagsForCertificate", new Action(true, (input, region) -> book.tags(input)),
                "ResendValidationEmail", new Action(true, (input, region) -> book.resend(input)),
                "ImportCertificate", new Action(false, new CertificateImport(kernel, book)::run));
    }

    /** Puts a certificate into the account without a request, and answers its ARN. */
    public String plant(PlantedCertificate planted) {
        return book.plant(planted);
    }

    /** The owner of the domains follows the link in the validation e-mail: the certificate is issued now. */
    public void approve(String arn) {
        book.approve(arn);
    }

    /** Requests that name this domain are never validated from now on: they time out after 72 hours. */
    public void neverValidates(String domainName) {
        book.neverValidates(domainName);
    }

    /**
     * Requests that name this domain fail from now on.
     *
     * @param reason ACM's failure reason, such as {@code CAA_ERROR} or {@code DOMAIN_NOT_ALLOWED}
     */
    public void fails(String domainName, String reason) {
        book.fails(domainName, reason);
    }

    @Override
    public Optional<Certificate> find(String arn) {
        Instant now = kernel.clock().instant();
        return book.find(arn).map(certificate -> {
            Instant notAfter = certificate.notAfter();
            return new Certificate(
                    certificate.arn(),
                    certificate.status(now),
                    certificate.names(),
                    certificate.keyAlgorithm(),
                    notAfter == null ? certificate.created() : notAfter);
        });
    }

    @Override
    public void use(String arn, String resourceArn) {
        book.use(arn, resourceArn);
    }

    @Override
    public void release(String arn, String resourceArn) {
        book.release(arn, resourceArn);
    }

    @Override
    public String signingName() {
        return "acm";
    }

    @Override
    public Operation resolve(TwinRequest request, Caller caller) {
        String name = JsonInput.operation(request, TARGETS);
        Action action = actions.get(name);
        if (action == null) {
            throw new AwsError(400, "UnknownOperationException", "the twin's ACM has no operation " + name);
        }
        JsonInput input = JsonInput.of(request);
        Set<String> iamActions = new LinkedHashSet<>(Set.of("acm:" + name));
        if (!input.get("Tags").isEmpty() && !action.onCertificate()) {
            iamActions.add("acm:AddTagsToCertificate");
        }
        String resource = action.onCertificate() ? input.get("CertificateArn").asText() : "*";
        return new Operation(
                name,
                iamActions,
                List.of(resource),
                () -> TwinResponse.json(
                        200, CONTENT_TYPE, Json.write(action.run().apply(input, caller.region()))));
    }

    @Override
    public TwinResponse render(AwsError error, TwinRequest request) {
        return Json.refusal(error, CONTENT_TYPE);
    }

    @Override
    public AwsError throttled() {
        return new AwsError(400, "ThrottlingException", "Rate exceeded");
    }

    /**
     * An operation.
     *
     * @param onCertificate whether IAM looks at the certificate's ARN
     * @param run answers the request of a caller in a region
     */
    private record Action(boolean onCertificate, BiFunction<JsonInput, String, ObjectNode> run) {}
}
