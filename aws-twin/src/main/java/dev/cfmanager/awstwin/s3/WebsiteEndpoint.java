// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A bucket at its website endpoint: folders have an index, errors a page, rules redirect. Everybody is anonymous here.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html">website endpoints</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/IndexDocumentSupport.html">index documents</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/CustomErrorDocSupport.html">error documents</a>
 */
final class WebsiteEndpoint {
    private final Buckets buckets;
    private final ObjectStore objects;
    private final FrontDoor frontDoor;
    private final Function<S3Request, TwinResponse> rest;

    /** A website endpoint that reads objects through the REST operations. */
    WebsiteEndpoint(Buckets buckets, ObjectStore objects, FrontDoor frontDoor, Function<S3Request, TwinResponse> rest) {
        this.buckets = buckets;
        this.objects = objects;
        this.frontDoor = frontDoor;
        this.rest = rest;
    }

    /** The operation that any request at a website endpoint is. */
    Route route(S3Request request) {
        return new Route(
                "GetWebsiteObject",
                request.http().method(),
                Route.Level.OBJECT,
                List.of(),
                asked -> List.of(Permission.onObject("s3:GetObject", asked)),
                asked -> withoutBodyForHead(asked, answer(asked)));
    }

    private static TwinResponse withoutBodyForHead(S3Request request, TwinResponse response) {
        return request.isHead() && response.body().length > 0
                ? new TwinResponse(response.status(), response.headers(), new byte[0])
                        .with("Content-Length", String.valueOf(response.body().length))
                : response;
    }

    private TwinResponse answer(S3Request asked) {
        S3Request request = new S3Request(asked.http(), asked.address(), Requester.of(new Reader.Anonymous()));
        try {
            Bucket bucket = buckets.get(request.bucket());
            if (!request.http().method().equals("GET") && !request.isHead()) {
                throw S3Errors.methodNotAllowed(request.http().method());
            }
            checkRegion(request, bucket);
            WebsiteConfiguration website = WebsiteConfiguration.of(bucket)
                    .orElseThrow(() -> new AwsError(
                            404,
                            "NoSuchWebsiteConfiguration",
                            "The specified bucket does not have a website configuration",
                            Map.of("BucketName", bucket.name())));
            return serve(request, bucket, website);
        } catch (AwsError refusal) {
            return WebsitePages.error(refusal);
        }
    }

    private static void checkRegion(S3Request request, Bucket bucket) {
        Optional<String> region = request.address().region();
        if (region.isPresent() && !region.get().equals(bucket.region())) {
            throw S3Errors.permanentRedirect(bucket);
        }
    }

    private TwinResponse serve(S3Request request, Bucket bucket, WebsiteConfiguration website) {
        if (website.redirectAll().isPresent()) {
            return WebsiteRedirect.everything(website.redirectAll().get(), request);
        }
        List<WebsiteRedirect> rules =
                website.routingRules().stream().map(WebsiteRedirect::rule).toList();
        for (WebsiteRedirect rule : rules) {
            if (rule.appliesBefore(request.key())) {
                return rule.answer(request);
            }
        }
        String suffix = website.indexSuffix().orElse("");
        String key = request.key().isEmpty() || request.key().endsWith("/") ? request.key() + suffix : request.key();
        try {
            TwinResponse object = rest.apply(forKey(request, key));
            return WebsiteRedirect.ofObject(object).orElse(object);
        } catch (AwsError refusal) {
            for (WebsiteRedirect rule : rules) {
                if (rule.appliesAfter(request.key(), refusal.status())) {
                    return rule.answer(request);
                }
            }
            boolean folder =
                    objects.current(bucket.name(), request.key() + "/" + suffix).isPresent();
            return folder && key.equals(request.key())
                    ? WebsiteRedirect.to(302, "/" + WebsiteRedirect.encode(request.key()) + "/")
                    : errorPage(request, bucket, website, refusal);
        }
    }

    private TwinResponse errorPage(S3Request request, Bucket bucket, WebsiteConfiguration website, AwsError refusal) {
        if (website.errorKey().isEmpty() || refusal.status() < 400) {
            return WebsitePages.error(refusal);
        }
        S3Request page = forKey(withoutConditions(request), website.errorKey().get());
        boolean readable = frontDoor.permits(page, bucket, Permission.onObject("s3:GetObject", page))
                && objects.current(bucket.name(), page.key()).isPresent();
        if (!readable) {
            return WebsitePages.error(refusal);
        }
        TwinResponse shown = rest.apply(page);
        return new TwinResponse(refusal.status(), shown.headers(), shown.body())
                .with("x-amz-error-code", refusal.code())
                .with("x-amz-error-message", refusal.text());
    }

    /** The same request for an object of the bucket at its REST endpoint; a query means nothing here. */
    private static S3Request forKey(S3Request request, String key) {
        TwinRequest http = request.http();
        TwinRequest plain =
                new TwinRequest(http.method(), http.host(), http.rawPath(), Map.of(), http.headers(), new byte[0]);
        Address address = new Address(request.bucket(), key, Optional.empty(), false, false, true);
        return new S3Request(plain, address, request.requester());
    }

    private static S3Request withoutConditions(S3Request request) {
        TwinRequest http = request.http();
        Map<String, List<String>> headers = new TreeMap<>(http.headers());
        headers.keySet().removeIf(name -> name.equals("range") || name.startsWith("if-"));
        TwinRequest plain = new TwinRequest("GET", http.host(), http.rawPath(), Map.of(), headers, new byte[0]);
        return new S3Request(plain, request.address(), request.requester());
    }
}
