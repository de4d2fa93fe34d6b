// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionJson;
import dev.cfmanager.distributions.DistributionsStage;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudfront.model.CloudFrontOriginAccessIdentitySummary;
import software.amazon.awssdk.services.cloudfront.model.DistributionSummary;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** A stage with origins in Virginia (the default), Tokyo and Frankfurt, each with an object that names its city. */
public final class MultiOriginStage implements AutoCloseable {
    private static final List<List<String>> ORIGINS = List.of(
            List.of("origin-0000000a", "media-virginia", "us-east-1"),
            List.of("origin-0000000b", "media.tokyo", "ap-northeast-1"),
            List.of("origin-0000000c", "media-frankfurt", "eu-central-1"));

    private final Twin twin;
    private final DistributionsStage stage;

    /** A fresh account. */
    public MultiOriginStage() {
        this(Twin.start());
    }

    /** The stage on that twin, which has none of the tables yet. */
    public MultiOriginStage(Twin twin) {
        this.twin = twin;
        this.stage = new DistributionsStage(twin);
        for (List<String> origin : ORIGINS) {
            stage.origin(origin.get(0), origin.get(1), origin.get(2));
            stage.test()
                    .aws()
                    .s3(origin.get(2))
                    .putObject(
                            put -> put.bucket(origin.get(1)).key("index.html"), RequestBody.fromString(origin.get(1)));
        }
    }

    /** What a client sends. */
    public static ObjectNode body(String name) {
        ObjectNode body = Json.object().put("name", name).put("isMultiOrigin", true);
        body.putObject("multiOriginConfig")
                .put("preset", "global-three")
                .put("defaultOriginId", "origin-0000000c")
                .putArray("additionalOriginIds")
                .add("origin-0000000b")
                .add("origin-0000000a");
        return body;
    }

    /** The twin. */
    public Twin twin() {
        return twin;
    }

    /** The stage with the tables. */
    public DistributionsStage stage() {
        return stage;
    }

    /** Asks for a distribution of that name; asked again it is the same request. */
    public Distribution create(String name) {
        return create(body(name), name);
    }

    /** Asks for the distribution of that body; asked again with that scope it is the same request. */
    public Distribution create(ObjectNode body, String scope) {
        return new CreateDistribution(stage.environment())
                .run(DistributionsStage.spec(body), DistributionsStage.ADMINISTRATOR, Optional.of(scope))
                .distribution();
    }

    /** Advances and lets time pass as asked until nothing is left to do. */
    public Advance settle(String id) {
        for (int round = 0; round < 200; round++) {
            Advance advance = new Reconciler(stage.environment()).advance(id);
            if (advance.outcome().after().isZero()) {
                return advance;
            }
            twin.clock().advance(advance.outcome().after());
        }
        throw new AssertionError(id + " does not settle: "
                + Json.write(DistributionJson.whole(stage.distributions().require(id))));
    }

    /** Ids of the origin access identities there are. */
    public List<String> identities() {
        return stage
                .test()
                .aws()
                .cloudFront()
                .listCloudFrontOriginAccessIdentities(list -> {})
                .cloudFrontOriginAccessIdentityList()
                .items()
                .stream()
                .map(CloudFrontOriginAccessIdentitySummary::id)
                .toList();
    }

    /** Names of the Lambda functions there are. */
    public List<String> functions() {
        return stage.test().aws().edgeLambda().listFunctions().functions().stream()
                .map(FunctionConfiguration::functionName)
                .toList();
    }

    /** Ids of the distributions CloudFront has. */
    public List<String> atCloudFront() {
        return stage.test().aws().cloudFront().listDistributions(list -> {}).distributionList().items().stream()
                .map(DistributionSummary::id)
                .toList();
    }

    /** The policy of the bucket in that place of the list above. */
    public String policy(int origin) {
        return stage.test()
                .aws()
                .s3(ORIGINS.get(origin).get(2))
                .getBucketPolicy(get -> get.bucket(ORIGINS.get(origin).get(1)))
                .policy();
    }

    @Override
    public void close() {
        twin.close();
    }
}
