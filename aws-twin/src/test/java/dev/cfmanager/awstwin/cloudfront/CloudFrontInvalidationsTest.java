// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import static dev.cfmanager.awstwin.cloudfront.CloudFrontAccount.refused;
import static dev.cfmanager.awstwin.conformance.Pages.CLOUDFRONT_API;
import static dev.cfmanager.awstwin.conformance.Pages.CLOUDFRONT_GUIDE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.AwsPage;
import dev.cfmanager.awstwin.conformance.Conformance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudfront.model.CreateInvalidationResponse;
import software.amazon.awssdk.services.cloudfront.model.InvalidationList;

/**
 * Invalidations.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateInvalidation.html">CreateInvalidation</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Invalidation.html">Invalidate files</a>
 */
@Conformance("cloudfront")
class CloudFrontInvalidationsTest {
    private final CloudFrontAccount account;

    CloudFrontInvalidationsTest(Aws aws) {
        this.account = new CloudFrontAccount(aws);
    }

    private String distribution;

    @BeforeEach
    void start() {
        distribution = account.create(config -> config).distribution().id();
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "Invalidation.html")
    void takesAWhile() {
        CreateInvalidationResponse created = invalidate("one", "/a", "/b/*");
        String id = created.invalidation().id();

        assertThat(created.sdkHttpResponse().statusCode()).isEqualTo(201);
        assertThat(created.location()).endsWith("/distribution/" + distribution + "/invalidation/" + id);
        assertThat(id).matches("I[A-Z0-9]{13}");
        assertThat(created.invalidation().status()).isEqualTo("InProgress");
        assertThat(created.invalidation().createTime())
                .isEqualTo(account.client()
                        .getInvalidation(
                                request -> request.distributionId(distribution).id(id))
                        .invalidation()
                        .createTime());
        assertThat(created.invalidation().invalidationBatch().paths().items()).containsExactly("/a", "/b/*");
        assertThat(batchesInProgress()).isEqualTo(1);
        account.advance(Duration.ofSeconds(59));
        assertThat(status(id)).isEqualTo("InProgress");
        account.advance(Duration.ofSeconds(1));
        assertThat(status(id)).isEqualTo("Completed");
        assertThat(batchesInProgress()).isZero();
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "InvalidationBatch.html")
    void repeatsByItsCallerReference() {
        String id = invalidate("one", "/a").invalidation().id();

        assertThat(invalidate("one", "/a").invalidation().id()).isEqualTo(id);
        refused(409, "InvalidationBatchAlreadyExists", () -> invalidate("one", "/b"));
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "invalidation-specifying-objects.html")
    void wantsPathsThatBeginWithASlashAndHaveAStarAtTheirEndOnly() {
        for (String path : List.of("a", "/a/*/b", "/a b", "/ä", "*", "/" + "x".repeat(4_000))) {
            assertThat(refused(400, "InvalidArgument", () -> invalidate(path, path)))
                    .contains("invalid invalidation paths");
        }
        invalidate("fine", "/", "/*", "/a%20b", "/images/*", "/a?b=c&d=*");
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "InvalidationBatch.html")
    void wantsWhatIsRequired() {
        refused(400, "InvalidArgument", () -> invalidate("", "/a"));
        refused(400, "InvalidArgument", () -> invalidate("none"));
        refused(400, "InconsistentQuantities", () -> account.client()
                .createInvalidation(r -> r.distributionId(distribution).invalidationBatch(b -> b.callerReference("x")
                        .paths(p -> p.quantity(2).items("/a")))));
        refused(404, "NoSuchDistribution", () -> account.client()
                .createInvalidation(
                        r -> r.distributionId("E0000000000000").invalidationBatch(b -> b.callerReference("x")
                                .paths(p -> p.quantity(1).items("/a")))));
        refused(404, "NoSuchInvalidation", () -> account.client()
                .getInvalidation(r -> r.distributionId(distribution).id("I0000000000000")));
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "cloudfront-limits.html#limits-invalidations")
    void allowsFifteenWildcardsInProgress() {
        for (int i = 0; i < 15; i++) {
            invalidate("w" + i, "/" + i + "/*");
        }

        refused(400, "TooManyInvalidationsInProgress", () -> invalidate("more", "/more/*"));
        invalidate("single", "/one-file");
        account.advance(Duration.ofMinutes(1));
        invalidate("more", "/more/*");
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "cloudfront-limits.html#limits-invalidations")
    void allowsThreeThousandFilesInProgress() {
        invalidate("most", paths(2_999));
        invalidate("last", "/last");

        refused(400, "TooManyInvalidationsInProgress", () -> invalidate("more", "/more"));
        refused(413, "BatchTooLarge", () -> invalidate("too large", paths(3_001)));
        invalidate("wildcard", "/wild*");
        account.advance(Duration.ofMinutes(1));
        invalidate("more", "/more");
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "InvalidationLimits.html")
    void countsEachDistributionForItself() {
        String other = account.create(config -> config).distribution().id();
        invalidate("all", paths(3_000));

        account.client().createInvalidation(r -> r.distributionId(other).invalidationBatch(b -> b.callerReference("all")
                .paths(p -> p.quantity(1).items("/a"))));
        assertThat(list(other, "", 100).quantity()).isEqualTo(1);
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "ListInvalidations.html")
    void listsTheNewestFirstPageByPage() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(0, invalidate("n" + i, "/" + i).invalidation().id());
            account.advance(Duration.ofMinutes(1));
        }

        List<String> listed = new ArrayList<>();
        InvalidationList page;
        String marker = "";
        do {
            page = list(distribution, marker, 2);
            page.items().forEach(item -> listed.add(item.id()));
            marker = page.nextMarker();
        } while (page.isTruncated());
        assertThat(listed).containsExactlyElementsOf(ids);
    }

    private InvalidationList list(String id, String marker, int maxItems) {
        return account.client()
                .listInvalidations(r -> r.distributionId(id).marker(marker).maxItems("" + maxItems))
                .invalidationList();
    }

    private static String[] paths(int count) {
        return IntStream.range(0, count).mapToObj(i -> "/" + i).toArray(String[]::new);
    }

    private String status(String id) {
        return account.client()
                .getInvalidation(r -> r.distributionId(distribution).id(id))
                .invalidation()
                .status();
    }

    private int batchesInProgress() {
        return account.client()
                .getDistribution(r -> r.id(distribution))
                .distribution()
                .inProgressInvalidationBatches();
    }

    private CreateInvalidationResponse invalidate(String reference, String... paths) {
        return account.client().createInvalidation(r -> r.distributionId(distribution)
                .invalidationBatch(b -> b.callerReference(reference)
                        .paths(p -> p.quantity(paths.length).items(paths))));
    }
}
