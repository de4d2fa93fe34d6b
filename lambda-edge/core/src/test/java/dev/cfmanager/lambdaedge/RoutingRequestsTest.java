// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Fields;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.json.Problems;
import dev.cfmanager.origins.InMemoryOriginRepository;
import dev.cfmanager.origins.OriginState;
import dev.cfmanager.origins.SampleOrigins;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingRequestsTest {
    private final InMemoryOriginRepository origins = new InMemoryOriginRepository();
    private final RoutingRequests requests = new RoutingRequests(origins);

    @BeforeEach
    void originsThereAre() {
        origins.create(SampleOrigins.origin("origin-a").region("us-east-1").build());
        origins.create(SampleOrigins.origin("origin-b").build());
        origins.create(SampleOrigins.origin("origin-c").region("sa-east-1").build());
        origins.create(
                SampleOrigins.origin("origin-gone").state(OriginState.DELETING).build());
    }

    @Test
    void readsAPresetOverOriginIds() {
        RoutingPolicy policy = read("{'preset':'global-3-region','defaultOriginId':'origin-a',"
                + "'additionalOriginIds':['origin-b','origin-c']}");

        assertThat(policy)
                .isEqualTo(RoutingPolicy.of(
                        Preset.GLOBAL_THREE,
                        new RoutedOrigin("origin-a", "origin-a-bucket", "us-east-1"),
                        List.of(
                                new RoutedOrigin("origin-b", "origin-b-bucket", "eu-central-1"),
                                new RoutedOrigin("origin-c", "origin-c-bucket", "sa-east-1"))));
    }

    @Test
    void readsOriginsInEachOfTheirForms() {
        RoutingPolicy policy =
                read("{'preset':'global-three','origins':{'default':{'originId':'origin-a'},'additional':["
                        + "{'bucketName':'my.bucket','region':'ap-northeast-1'},"
                        + "{'domainName':'other.s3.eu-west-1.amazonaws.com','region':'eu-west-1'},"
                        + "{'domainName':'global.s3.amazonaws.com','region':'us-west-2'}]}}");

        assertThat(policy.origins().stream().map(RoutedOrigin::domain))
                .containsExactly(
                        "origin-a-bucket.s3.us-east-1.amazonaws.com",
                        "my.bucket.s3.ap-northeast-1.amazonaws.com",
                        "other.s3.eu-west-1.amazonaws.com",
                        "global.s3.us-west-2.amazonaws.com");
    }

    @Test
    void readsAMapOfItsOwn() {
        RoutingPolicy policy = read("{'regionMapping':{'eu-west-1':'origin1','xx-new-1':'default'},"
                + "'defaultOriginId':'origin-a','additionalOriginIds':['origin-b']}");

        assertThat(policy.preset()).isEqualTo("custom");
        assertThat(policy.originFor("eu-west-1").originId()).isEqualTo("origin-b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | preset: is required",
                "{} | defaultOriginId: is required",
                "{} | additionalOriginIds: must hold 1 to 3 origins",
                "{'preset':'geographic'} | preset: must be one of: asia-us, global-three",
                "{'preset':7} | preset: must be a text",
                "{'preset':'asia-us','defaultOriginId':'origin-x','additionalOriginIds':['origin-b']}"
                        + " | defaultOriginId: there is no such origin",
                "{'preset':'asia-us','defaultOriginId':'origin-a','additionalOriginIds':['origin-gone']}"
                        + " | additionalOriginIds[0]: this origin is deleting",
                "{'preset':'asia-us','defaultOriginId':'origin-a','additionalOriginIds':['origin-a']}"
                        + " | additionalOriginIds[0]: is the same bucket as another origin",
                "{'preset':'global-three','defaultOriginId':'origin-a','additionalOriginIds':['origin-b']}"
                        + " | origins: preset global-three needs at least 3 origins, the default one included, not 2",
                "{'preset':'asia-us','origins':{'additional':[{'originId':'origin-a'}]}} | origins.default: is required",
                "{'preset':'asia-us','origins':{'default':{'originId':'origin-a'}}}"
                        + " | origins.additional: must hold 1 to 3 origins",
                "{'preset':'asia-us','origins':{'default':{'originId':'origin-a'},'additional':['x']}}"
                        + " | origins.additional[0]: must be an object",
                "{'preset':'asia-us','origins':{'default':{'bucketName':'Bad_Name','region':'us-east-1'}}}"
                        + " | origins.default.bucketName: may hold only",
                "{'preset':'asia-us','origins':{'default':{'bucketName':'fine','region':'Mars'}}}"
                        + " | origins.default.region: must be the bucket's AWS region",
                "{'preset':'asia-us','origins':{'default':{'domainName':'evil.example.com','region':'us-east-1'}}}"
                        + " | origins.default.domainName: must be the host of an S3 bucket",
                "{'preset':'asia-us','origins':{'default':{'domainName':'b.s3-website.eu-west-1.amazonaws.com'}}}"
                        + " | origins.default.domainName: must be the host of an S3 bucket",
                "{'preset':'asia-us','origins':{'default':"
                        + "{'domainName':'bucket.s3.eu-west-1.amazonaws.com','region':'us-east-1'}}}"
                        + " | origins.default.region: is not the region that domainName names",
                "{'preset':'asia-us','origins':{'default':{}}} | origins.default.bucketName: is required",
                "{'regionMapping':{},'defaultOriginId':'origin-a','additionalOriginIds':['origin-b']}"
                        + " | regionMapping: must hold 1 to 100 regions",
                "{'regionMapping':{'__proto__':'origin1'}} | regionMapping: holds a name that is no AWS region",
                "{'regionMapping':{'eu-west-1':'origin2'},'defaultOriginId':'origin-a',"
                        + "'additionalOriginIds':['origin-b']}"
                        + " | regionMapping.eu-west-1: must be default or origin1 to origin1",
                "{'regionMapping':{'eu-west-1':{'a':1}}} | regionMapping.eu-west-1: must be default",
                "{'preset':'asia-us','regionMapping':{'eu-west-1':'origin1'}}"
                        + " | regionMapping: goes without a preset",
            })
    void namesTheFieldOfWhatIsUnfit(String body, String problem) {
        OperationException refused = catchThrowableOfType(OperationException.class, () -> read(body));

        assertThat(refused.kind()).isEqualTo(ErrorKind.VALIDATION_ERROR);
        assertThat(refused.errors()).anySatisfy(error -> assertThat(error).startsWith(problem));
    }

    private RoutingPolicy read(String body) {
        return requests.read(new Fields((ObjectNode) Json.parseOwn(body.replace('\'', '"')), new Problems()));
    }
}
