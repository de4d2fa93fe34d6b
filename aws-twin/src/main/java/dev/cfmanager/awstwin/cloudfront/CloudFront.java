// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.acm.Certificates;
import dev.cfmanager.awstwin.javascript.Outcome;
import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Caller;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.Operation;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.TwinService;
import dev.cfmanager.awstwin.kernel.XmlElement;
import dev.cfmanager.awstwin.lambda.EdgeFunctions;
import java.time.Instant;
import java.util.Optional;

/**
 * Amazon CloudFront's control plane on the wire (REST-XML, API version 2020-05-31). Staging distributions and
 * distribution tenants are not offered; their members of a configuration are kept like all others.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/Welcome.html">CloudFront API reference</a>
 */
public final class CloudFront implements TwinService, OriginAccessIdentities {
    private final Routes routes = new Routes();
    private final State state;
    private final DistributionIndex distributions;
    private final Invalidations invalidations;
    private final ResourceRegistry resources;
    private final KeyValueStores keyValueStores;
    private final Functions functions;
    private final FunctionRuntime functionRuntime;

    /** CloudFront for the kernel's account, with the certificates and the Lambda functions that it may use. */
    public CloudFront(
            Kernel kernel, CloudFrontSettings settings, Certificates certificates, EdgeFunctions edgeFunctions) {
        this.state = new State(kernel, settings);
        this.distributions = new DistributionIndex(state);
        Uses uses = new Uses(state);
        this.resources = new ResourceRegistry(state, uses);
        resources.addTo(routes);
        Tags tags = new Tags(state, this::exists);
        tags.addTo(routes);
        this.invalidations = new Invalidations(state, id -> distributions.find(id) != null);
        invalidations.addTo(routes);
        this.keyValueStores = new KeyValueStores(state, uses, tags);
        keyValueStores.addTo(routes);
        this.functions = new Functions(state, uses, tags, keyValueStores);
        functions.addTo(routes);
        this.functionRuntime = new FunctionRuntime(keyValueStores);
        new FunctionTests(functions, functionRuntime).addTo(routes);
        Quotas quotas = settings.quotas();
        DistributionRules rules = new DistributionRules(
                new OriginRules(resources, quotas),
                new BehaviorRules(resources, quotas),
                new ViewerCertificateRules(certificates, kernel.clock()),
                new EdgeCodeRules(edgeFunctions, arn -> functions.live(arn).isPresent(), quotas),
                quotas);
        Attachments attachments = new Attachments(certificates, edgeFunctions);
        new Distributions(state, distributions, rules, uses, tags, invalidations, attachments, resources).addTo(routes);
    }

    @Override
    public String signingName() {
        return "cloudfront";
    }

    @Override
    public Operation resolve(TwinRequest request, Caller caller) {
        return routes.resolve(request);
    }

    @Override
    public TwinResponse render(AwsError error, TwinRequest request) {
        String requestId = state.newUuid();
        XmlElement document = XmlElement.of(
                "ErrorResponse",
                XmlElement.of(
                        "Error",
                        XmlElement.of("Type", error.status() < 500 ? "Sender" : "Receiver"),
                        XmlElement.of("Code", error.code()),
                        XmlElement.of("Message", error.text())),
                XmlElement.of("RequestId", requestId));
        return TwinResponse.xml(error.status(), document.document(Answers.NAMESPACE))
                .with("x-amzn-RequestId", requestId);
    }

    /** The distribution that serves a host name to viewers at this moment, with the configuration that the edge has. */
    public Optional<LiveDistribution> serving(String host) {
        return distributions.serving(host).flatMap(distribution -> distribution
                .effective(state.now())
                .map(config -> new LiveDistribution(
                        distribution.id(), distribution.arn(), distribution.domainName(), config)));
    }

    /**
     * Whether an object stored at that time has been invalidated since.
     *
     * @param path the object's path as viewers asked for it, with its query string where that is part of the cache key
     */
    public boolean invalidated(String distributionId, String path, Instant storedAt) {
        return invalidations.forgotten(distributionId, path, storedAt);
    }

    /** The configuration of a cache policy; empty when there is none. */
    public Optional<XmlElement> cachePolicy(String id) {
        return resources.find(ResourceKind.CACHE_POLICY, id).map(Resource::config);
    }

    /** The configuration of an origin request policy; empty when there is none. */
    public Optional<XmlElement> originRequestPolicy(String id) {
        return resources.find(ResourceKind.ORIGIN_REQUEST_POLICY, id).map(Resource::config);
    }

    /** The configuration of a response headers policy; empty when there is none. */
    public Optional<XmlElement> responseHeadersPolicy(String id) {
        return resources.find(ResourceKind.RESPONSE_HEADERS_POLICY, id).map(Resource::config);
    }

    /** The configuration of an origin access control; empty when there is none. */
    public Optional<XmlElement> originAccessControl(String id) {
        return resources.find(ResourceKind.ORIGIN_ACCESS_CONTROL, id).map(Resource::config);
    }

    /** The S3 canonical user of an origin access identity, whether S3 knows it yet or not; empty when there is none. */
    public Optional<String> canonicalUserOf(String originAccessIdentityId) {
        return resources
                .find(ResourceKind.ORIGIN_ACCESS_IDENTITY, originAccessIdentityId)
                .map(Resource::canonicalUser);
    }

    @Override
    public Optional<String> canonicalUser(String originAccessIdentityId) {
        return resources
                .find(ResourceKind.ORIGIN_ACCESS_IDENTITY, originAccessIdentityId)
                .filter(this::visibleToS3)
                .map(Resource::canonicalUser);
    }

    @Override
    public Optional<String> identityOf(String canonicalUserId) {
        return resources
                .of(ResourceKind.ORIGIN_ACCESS_IDENTITY)
                .findByCanonicalUser(canonicalUserId)
                .filter(this::visibleToS3)
                .map(Resource::id);
    }

    private boolean visibleToS3(Resource identity) {
        return !state.now().isBefore(identity.createdAt().plus(state.settings().identityVisibility()));
    }

    /** Runs the published function of that ARN with a viewer event, given as JSON; empty when there is none. */
    public Optional<Outcome> runFunction(String functionArn, String event) {
        return functions.live(functionArn).map(function -> functionRuntime.run(function, event));
    }

    /**
     * Writes one pair into a key value store, as its data API would, which the twin does not offer.
     *
     * @throws AwsError {@code EntityNotFound} when there is no such store
     */
    public void putKeyValue(String keyValueStoreArn, String key, String value) {
        keyValueStores.put(keyValueStoreArn, key, value);
    }

    private boolean exists(String arn) {
        String prefix = Routes.arn("distribution/");
        return arn.startsWith(prefix)
                ? distributions.find(arn.substring(prefix.length())) != null
                : functions.exists(arn) || keyValueStores.exists(arn);
    }
}
