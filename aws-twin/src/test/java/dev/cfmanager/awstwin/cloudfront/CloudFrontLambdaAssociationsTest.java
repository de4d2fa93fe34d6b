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
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudfront.model.CreateDistributionResponse;
import software.amazon.awssdk.services.cloudfront.model.LambdaFunctionAssociation;

/**
 * Lambda@Edge functions of cache behaviors.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html">Restrictions on Lambda@Edge</a>
 */
@Conformance("cloudfront")
class CloudFrontLambdaAssociationsTest {
    private static final String WRONG = "InvalidLambdaFunctionAssociation";

    private final Aws aws;
    private final CloudFrontAccount account;

    CloudFrontLambdaAssociationsTest(Aws aws) {
        this.aws = aws;
        this.account = new CloudFrontAccount(aws);
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "lambda-edge-delete-replicas.html")
    void replicatesAFunctionWhileADistributionUsesIt() {
        String arn = account.function("router");
        CreateDistributionResponse created = create(on("origin-request", arn));
        assertThat(account.notes()).containsExactly("replicate " + arn);

        var without = account.update(created, config -> config.enabled(false)
                .defaultCacheBehavior(config.build()
                        .defaultCacheBehavior()
                        .copy(b -> b.lambdaFunctionAssociations(l -> l.quantity(0)))));
        assertThat(account.notes()).containsExactly("replicate " + arn, "withdraw " + arn);
        account.advance(Duration.ofMinutes(5));
        account.client()
                .deleteDistribution(r -> r.id(created.distribution().id()).ifMatch(without.eTag()));
        assertThat(account.notes()).hasSize(2);
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "lambda-edge-delete-replicas.html")
    void withdrawsAFunctionWhenItsDistributionIsDeleted() {
        String arn = account.function("router");
        CreateDistributionResponse created = create(on("origin-request", arn));
        String etag = account.update(created, config -> config.enabled(false)).eTag();
        account.advance(Duration.ofMinutes(5));

        account.client()
                .deleteDistribution(r -> r.id(created.distribution().id()).ifMatch(etag));

        assertThat(account.notes()).containsExactly("replicate " + arn, "withdraw " + arn);
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "lambda-at-edge-function-restrictions.html")
    void wantsANumberedVersionInVirginia() {
        String elsewhere = account.function("eu-west-1", "router", "Active", "nodejs22.x", false);
        String function = "arn:aws:lambda:us-east-1:123456789012:function:router";

        assertThat(refused(400, WRONG, () -> create(on("origin-request", elsewhere))))
                .contains("us-east-1");
        for (String arn : new String[] {function, function + ":$LATEST", function + ":live"}) {
            assertThat(refused(400, WRONG, () -> create(on("origin-request", arn))))
                    .contains("must end with the version number");
        }
        refused(400, WRONG, () -> create(on("origin-request", function + ":7")));
        refused(400, WRONG, () -> create(on("origin-request", "router")));
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "lambda-at-edge-function-restrictions.html")
    void refusesFunctionsThatCannotRunAtTheEdge() {
        String pending = account.function("us-east-1", "a", "Pending", "nodejs22.x", false);
        String java = account.function("us-east-1", "b", "Active", "java21", false);
        String configured = account.function("us-east-1", "c", "Active", "nodejs22.x", true);

        refused(400, WRONG, () -> create(on("origin-request", pending)));
        refused(400, WRONG, () -> create(on("origin-request", java)));
        assertThat(refused(400, WRONG, () -> create(on("origin-request", configured))))
                .contains("environment variables");
        assertThat(account.notes()).isEmpty();
    }

    @Test
    @AwsPage({CLOUDFRONT_API + "LambdaFunctionAssociation.html", CLOUDFRONT_API + "LambdaFunctionAssociations.html"})
    void runsOneFunctionPerEventAndGivesBodiesToRequestsOnly() {
        String arn = account.function("router");

        refused(400, WRONG, () -> create(on("origin-request", arn), on("origin-request", arn)));
        refused(
                400,
                WRONG,
                () -> create(on("origin-response", arn).copy(association -> association.includeBody(true))));
        refused(400, "InvalidArgument", () -> create(on("origin-thought", arn)));
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "cloudfront-limits.html#limits-lambda-at-edge")
    void stopsAtTheQuotas() {
        CloudFrontSettings small = CloudFrontSettings.standard().quota(Quota.DISTRIBUTIONS_WITH_LAMBDA, 1);
        CloudFrontAccount poor = CloudFrontAccount.with(aws, small);
        String one = poor.function("one");
        String two = poor.function("two");
        create(poor, on("origin-request", one));

        refused(400, "TooManyDistributionsWithLambdaAssociations", () -> create(poor, on("origin-request", two)));
    }

    private CreateDistributionResponse create(LambdaFunctionAssociation... associations) {
        return create(account, associations);
    }

    private static CreateDistributionResponse create(
            CloudFrontAccount account, LambdaFunctionAssociation... associations) {
        return account.create(config -> config.defaultCacheBehavior(config.build()
                .defaultCacheBehavior()
                .copy(b -> b.lambdaFunctionAssociations(
                        l -> l.quantity(associations.length).items(associations)))));
    }

    private static LambdaFunctionAssociation on(String event, String arn) {
        return LambdaFunctionAssociation.builder()
                .eventType(event)
                .lambdaFunctionARN(arn)
                .build();
    }
}
