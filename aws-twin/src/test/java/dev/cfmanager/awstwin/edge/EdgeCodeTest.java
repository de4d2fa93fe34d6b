// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.s3.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Code that runs at the edge: CloudFront Functions and Lambda@Edge.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html">CloudFront Functions event</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html">Lambda@Edge event</a>
 */
class EdgeCodeTest {
    private static final String TOKYO = "tokyo.s3.ap-northeast-1.amazonaws.com";
    private static final String TO_TOKYO = "if (process.env.AWS_REGION === 'ap-northeast-1') {"
            + " request.origin.s3.domainName = '" + TOKYO + "'; request.origin.s3.region = 'ap-northeast-1';"
            + " request.headers.host = [{ key: 'host', value: '" + TOKYO + "' }]; }";

    private final EdgeWorld world = new EdgeWorld();

    @BeforeEach
    void layOut() {
        world.object("/a.txt", "one", Map.of());
        world.object(TOKYO + "/a.txt", "tokyo", Map.of());
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void rewritesAViewersRequestBeforeTheCacheIsAsked() {
        world.object("/docs/index.html", "docs", Map.of());
        String host = deploy(
                "viewer-request",
                world.function(
                        "rewrite",
                        "function handler(event) { const request = event.request;"
                                + " if (request.uri.endsWith('/')) request.uri += 'index.html'; return request; }"));

        assertThat(world.get(host, "/docs/").bodyText()).isEqualTo("docs");
        assertThat(world.get(host, "/docs/index.html").header("x-cache")).hasValue("Hit from cloudfront");
    }

    @Test
    void showsAFunctionTheRequestInCloudFrontsForm() {
        String host = deploy(
                "viewer-request",
                world.function(
                        "echo",
                        "function handler(event) { return { statusCode: 200, body: JSON.stringify(["
                                + "event.version, event.context.eventType, event.viewer.ip, event.request.method,"
                                + " event.request.uri, event.request.querystring.a.value,"
                                + " event.request.querystring.b.multiValue.length, event.request.headers['x-y'].value,"
                                + " event.request.cookies.c.value]) }; }"));

        assertThat(world.get(host, "/p?a=1&b=2&b=3", Map.of("x-y", "z", "cookie", "c=d"))
                        .bodyText())
                .isEqualTo("[\"1.0\",\"viewer-request\",\"198.51.100.7\",\"GET\",\"/p\",\"1\",2,\"z\",\"d\"]");
    }

    @Test
    void answersForTheOriginAndChangesResponses() {
        String redirecting = deploy(
                "viewer-request",
                world.function(
                        "redirect",
                        "function handler(event) { return { statusCode: 302, statusDescription: 'Found',"
                                + " headers: { location: { value: 'https://example.com/' } } }; }"));
        String stamping = deploy(
                "viewer-response",
                world.function(
                        "stamp",
                        "async function handler(event) { event.response.headers['x-stamp'] = { value: 'yes' };"
                                + " return event.response; }"));

        TwinResponse redirect = world.get(redirecting, "/a.txt");
        assertThat(redirect.status()).isEqualTo(302);
        assertThat(redirect.header("location")).hasValue("https://example.com/");
        assertThat(world.asked).isEmpty();
        TwinResponse stamped = world.get(stamping, "/a.txt");
        assertThat(stamped.header("x-stamp")).hasValue("yes");
        assertThat(stamped.bodyText()).isEqualTo("one");
        assertThat(world.get(stamping, "/absent").header("x-stamp")).isEmpty();
    }

    @Test
    void choosesABucketInTheViewersRegionAtTheOriginRequest() {
        String host = lambda("origin-request", TO_TOKYO + " return request;");

        TwinResponse near = world.get(host, "/a.txt");
        TwinResponse far =
                world.send("GET", host, "/a.txt", Map.of(), Viewer.nearby().near("ap-northeast-1"));

        assertThat(near.bodyText()).isEqualTo("one");
        assertThat(far.bodyText()).isEqualTo("tokyo");
        assertThat(far.header("x-cache"))
                .as("each region has a cache of its own")
                .hasValue("Miss from cloudfront");
        assertThat(world.send("GET", host, "/a.txt", Map.of(), Viewer.nearby().near("ap-northeast-1"))
                        .header("x-cache"))
                .hasValue("Hit from cloudfront");
        assertThat(world.asked).hasSize(2);
    }

    @Test
    void placesAViewerNearTheRegionThatTheHostNames() {
        String host = lambda("origin-request", TO_TOKYO + " return request;");

        TwinResponse tokyo = world.at(host + ".ap-northeast-1.localhost", "/a.txt");

        assertThat(tokyo.bodyText()).isEqualTo("tokyo");
        assertThat(tokyo.header("x-amz-cf-pop")).hasValue("NRT50-P1");
        assertThat(world.at(host + ".eu-central-1.localhost", "/a.txt").bodyText())
                .isEqualTo("one");
        assertThat(world.at(host + ".localhost", "/a.txt").header("x-amz-cf-pop"))
                .hasValue("IAD50-P1");
        assertThat(world.at(host + ".ap-northeast-1", "/a.txt").status())
                .as("only on this machine does a host name a place")
                .isEqualTo(403);
    }

    /** Whoever moves the origin and not the Host header still talks to the old bucket. */
    @Test
    void sendsTheHostHeaderThatTheFunctionLeft() {
        String host = lambda("origin-request", "request.origin.s3.domainName = '" + TOKYO + "'; return request;");

        world.get(host, "/a.txt");

        assertThat(world.asked.get(0).host()).isEqualTo("media.s3.us-east-1.amazonaws.com");
    }

    @Test
    void readsTheNewBucketAsTheIdentityOfTheOldOrigin() {
        var identity = world.account
                .client()
                .createCloudFrontOriginAccessIdentity(r -> r.cloudFrontOriginAccessIdentityConfig(
                        c -> c.callerReference("i").comment("")))
                .cloudFrontOriginAccessIdentity();
        String arn = world.lambda(
                "router",
                handler(TO_TOKYO + " request.origin.s3.authMethod = 'origin-access-identity'; return request;"));
        String host = world.account
                .deploy(config -> config.origins(o -> o.quantity(1).items(origin -> origin.id("media")
                                .domainName("media.s3.amazonaws.com")
                                .s3OriginConfig(s3 ->
                                        s3.originAccessIdentity("origin-access-identity/cloudfront/" + identity.id()))))
                        .defaultCacheBehavior(config.build()
                                .defaultCacheBehavior()
                                .copy(b -> b.lambdaFunctionAssociations(
                                        l -> l.quantity(1).items(i -> i.eventType("origin-request")
                                                .lambdaFunctionARN(arn))))))
                .domainName();

        world.send("GET", host, "/a.txt", Map.of(), Viewer.nearby().near("ap-northeast-1"));

        assertThat(world.asked.get(0).host()).isEqualTo(TOKYO);
        assertThat(world.readers)
                .containsExactly(new Reader.OriginAccessIdentity(identity.id(), identity.s3CanonicalUserId()));
    }

    @Test
    void showsAFunctionTheEventInLambdasForm() {
        String host = lambda(
                "origin-request",
                "const cf = event.Records[0].cf; return { status: '200', body: JSON.stringify([cf.config.eventType,"
                        + " cf.config.distributionDomainName.endsWith('.cloudfront.net'), request.clientIp,"
                        + " request.method, request.uri, request.headers.host[0].value,"
                        + " request.origin.s3.authMethod, request.origin.s3.region, request.origin.s3.path]) };");

        assertThat(world.get(host, "/a.txt").bodyText())
                .isEqualTo("[\"origin-request\",true,\"198.51.100.7\",\"GET\",\"/a.txt\","
                        + "\"media.s3.us-east-1.amazonaws.com\",\"none\",\"us-east-1\",\"\"]");
        assertThat(world.asked).isEmpty();
        assertThat(world.get(host, "/a.txt").header("x-cache"))
                .as("an answer at the origin request is cached")
                .hasValue("Hit from cloudfront");
    }

    @Test
    void changesResponsesOfTheOriginBeforeTheyAreCached() {
        String host = lambda(
                "origin-response",
                "const response = event.Records[0].cf.response;"
                        + " response.headers['x-made'] = [{ key: 'X-Made', value: 'once' }]; return response;");

        assertThat(world.get(host, "/a.txt").header("x-made")).hasValue("once");
        TwinResponse hit = world.get(host, "/a.txt");
        assertThat(hit.header("x-made")).hasValue("once");
        assertThat(hit.header("x-cache")).hasValue("Hit from cloudfront");
    }

    /** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-502-lambda-validation-error.html */
    @Test
    void answersForCodeThatFailsOrReturnsNonsense() {
        TwinResponse thrown = world.get(lambda("origin-request", "throw new Error('boom');"), "/a.txt");
        assertThat(thrown.status()).isEqualTo(503);
        assertThat(thrown.header("x-cache")).hasValue("LambdaExecutionError from cloudfront");
        for (String code : new String[] {
            "return { hello: 1 };",
            "request.uri = 'a'; return request;",
            "request.headers['x-edge-a'] = [{ key: 'X-Edge-A', value: 'b' }]; return request;",
            "request.headers.host = 'plain'; return request;",
            "request.origin.s3.authMethod = 'magic'; return request;",
            "request.origin.s3.authMethod = 'origin-access-identity'; request.origin.s3.region = ''; return request;",
            "return { status: '20' };"
        }) {
            TwinResponse invalid = world.get(lambda("origin-request", code), "/a.txt");
            assertThat(invalid.status()).as(code).isEqualTo(502);
            assertThat(invalid.header("x-cache")).hasValue("LambdaValidationError from cloudfront");
        }
        TwinResponse function = world.get(
                deploy("viewer-request", world.function("bad", "function handler(event) { return event.x.y; }")),
                "/a.txt");
        assertThat(function.status()).isEqualTo(503);
        assertThat(function.header("x-cache")).hasValue("FunctionExecutionError from cloudfront");
    }

    @Test
    void routesToACustomOriginThatAFunctionNames() {
        String arn = world.lambda(
                "elsewhere",
                handler("request.origin = { custom: { domainName: 'api.example.com', port: 443, protocol: 'https',"
                        + " path: '/v1', sslProtocols: ['TLSv1.2'], readTimeout: 5, keepaliveTimeout: 5,"
                        + " customHeaders: { 'x-key': [{ key: 'X-Key', value: 'k' }] } } };"
                        + " request.headers.host = [{ key: 'host', value: 'api.example.com' }]; return request;"));
        String host = deployLambda("origin-request", arn);
        List<TwinRequest> fetched = new ArrayList<>();
        Edge edge = new Edge(
                world.twin.kernel(),
                world.account.cloudFront(),
                (request, reader) -> TwinResponse.empty(500),
                world.account.edgeFunctions(),
                (request, protocol, port) -> {
                    fetched.add(request);
                    return TwinResponse.empty(204);
                });

        edge.handle(new TwinRequest("GET", host, "/x", Map.of(), Map.of(), new byte[0]));

        assertThat(fetched.get(0).host()).isEqualTo("api.example.com");
        assertThat(fetched.get(0).rawPath()).isEqualTo("/v1/x");
        assertThat(fetched.get(0).header("x-key")).hasValue("k");
    }

    private String lambda(String event, String body) {
        return deployLambda(event, world.lambda("f" + world.twin.calls().all().size(), handler(body)));
    }

    private static String handler(String body) {
        return "'use strict';\nexports.handler = async (event) => { const { request } = event.Records[0].cf; " + body
                + " };";
    }

    private String deployLambda(String event, String arn) {
        return world.account
                .deploy(config -> config.defaultCacheBehavior(config.build()
                        .defaultCacheBehavior()
                        .copy(b -> b.lambdaFunctionAssociations(
                                l -> l.quantity(1).items(i -> i.eventType(event).lambdaFunctionARN(arn))))))
                .domainName();
    }

    private String deploy(String event, String functionArn) {
        return world.account
                .deploy(config -> config.defaultCacheBehavior(config.build()
                        .defaultCacheBehavior()
                        .copy(b -> b.functionAssociations(
                                f -> f.quantity(1).items(i -> i.eventType(event).functionARN(functionArn))))))
                .domainName();
    }
}
