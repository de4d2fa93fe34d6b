// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Caller;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.Operation;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.TwinService;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
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
    private final Map<ResourceKind, Resources> resources = new EnumMap<>(ResourceKind.class);

    /** CloudFront for the kernel's account. */
    public CloudFront(Kernel kernel, CloudFrontSettings settings) {
        this.state = new State(kernel, settings);
        this.distributions = new DistributionIndex(state);
        Uses uses = new Uses(state);
        for (ResourceKind kind : ResourceKind.values()) {
            Resources operations = new Resources(kind, state, uses);
            resources.put(kind, operations);
            operations.addTo(routes);
        }
        Tags tags = new Tags(state, this::exists);
        tags.addTo(routes);
        DistributionRules rules =
                new DistributionRules((kind, id) -> resource(kind, id).isPresent(), settings.quotas());
        new Distributions(state, distributions, rules, uses, tags).addTo(routes);
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

    /** The configuration of a cache policy; empty when there is none. */
    public Optional<XmlElement> cachePolicy(String id) {
        return resource(ResourceKind.CACHE_POLICY, id).map(Resource::config);
    }

    /** The configuration of an origin request policy; empty when there is none. */
    public Optional<XmlElement> originRequestPolicy(String id) {
        return resource(ResourceKind.ORIGIN_REQUEST_POLICY, id).map(Resource::config);
    }

    /** The configuration of an origin access control; empty when there is none. */
    public Optional<XmlElement> originAccessControl(String id) {
        return resource(ResourceKind.ORIGIN_ACCESS_CONTROL, id).map(Resource::config);
    }

    /** The S3 canonical user of an origin access identity, whether S3 knows it yet or not; empty when there is none. */
    public Optional<String> canonicalUserOf(String originAccessIdentityId) {
        return resource(ResourceKind.ORIGIN_ACCESS_IDENTITY, originAccessIdentityId)
                .map(Resource::canonicalUser);
    }

    @Override
    public Optional<String> canonicalUser(String originAccessIdentityId) {
        return resource(ResourceKind.ORIGIN_ACCESS_IDENTITY, originAccessIdentityId)
                .filter(this::visibleToS3)
                .map(Resource::canonicalUser);
    }

    @Override
    public Optional<String> identityOf(String canonicalUserId) {
        return operations(ResourceKind.ORIGIN_ACCESS_IDENTITY)
                .findByCanonicalUser(canonicalUserId)
                .filter(this::visibleToS3)
                .map(Resource::id);
    }

    private boolean visibleToS3(Resource identity) {
        return !state.now().isBefore(identity.createdAt().plus(state.settings().identityVisibility()));
    }

    private Resources operations(ResourceKind kind) {
        return Objects.requireNonNull(resources.get(kind));
    }

    private Optional<Resource> resource(ResourceKind kind, String id) {
        return operations(kind).find(id);
    }

    private boolean exists(String arn) {
        String prefix = Routes.arn("distribution/");
        return arn.startsWith(prefix) && distributions.find(arn.substring(prefix.length())) != null;
    }
}
