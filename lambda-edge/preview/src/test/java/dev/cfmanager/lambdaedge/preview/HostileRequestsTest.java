// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.preview;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.json.Fields;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.json.Problems;
import dev.cfmanager.common.testing.TestEnvironment;
import dev.cfmanager.lambdaedge.EdgeCode;
import dev.cfmanager.lambdaedge.RoutingPolicy;
import dev.cfmanager.lambdaedge.RoutingRequests;
import dev.cfmanager.origins.DynamoOriginRepository;
import dev.cfmanager.origins.OriginSchema;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Values as clients send them: what is not refused by its field's name is harmless once it is code. */
class HostileRequestsTest {
    private static final long SEED = 20260104;
    private static final int REQUESTS = 10_000;
    private static final String HARMLESS = """
            {"origins": {"default": {"bucketName": "media", "region": "us-east-1"},
                         "additional": [{"domainName": "tokyo.s3.ap-northeast-1.amazonaws.com",
                                         "region": "ap-northeast-1"}]},
             "regionMapping": {"eu-west-1": "origin1"}}""";

    private static Twin twin;
    private static RoutingRequests requests;

    @BeforeAll
    static void start() {
        twin = Twin.start();
        requests = new RoutingRequests(new DynamoOriginRepository(TestEnvironment.on(twin)
                .withTable(EnvironmentVariable.ORIGINS_TABLE, OriginSchema.SCHEMA)
                .environment()));
    }

    @AfterAll
    static void stop() {
        twin.close();
    }

    /**
     * A place in the request.
     *
     * @param pointer the object that holds it
     * @param member its name there; empty when the value is to be the name of a member
     * @param problem what a refusal begins with
     */
    private record Place(String pointer, String member, String problem) {}

    private static final List<Place> PLACES = List.of(
            new Place("/origins/default", "bucketName", "origins.default.bucketName: "),
            new Place("/origins/default", "region", "origins.default.region: "),
            new Place("/origins/additional/0", "domainName", "origins.additional[0].domainName: "),
            new Place("/origins/additional/0", "region", "origins.additional[0].region: "),
            new Place("/origins/default", "originId", "origins.default.originId: "),
            new Place("/regionMapping", "eu-west-1", "regionMapping.eu-west-1: "),
            new Place("/regionMapping", "", "regionMapping: "),
            new Place("", "preset", "preset: "));

    @Test
    void tenThousandAreRefusedByTheFieldsNameOrMakeTheSameSyntaxTree() {
        List<String> harmless =
                shape(requests.check(fields(Json.parseOwn(HARMLESS))).orElseThrow());
        HostileTexts texts = new HostileTexts(SEED);
        Random random = new Random(SEED);
        int refused = 0;

        for (int i = 0; i < REQUESTS; i++) {
            Place place = PLACES.get(random.nextInt(PLACES.size()));
            String text = texts.next();
            ObjectNode body = (ObjectNode) Json.parseOwn(HARMLESS);
            put((ObjectNode) body.at(place.pointer()), place.member(), text);
            Fields fields = fields(body);

            Optional<RoutingPolicy> policy = requests.check(fields);

            if (policy.isPresent()) {
                assertThat(shape(policy.get()))
                        .as("request %d of seed %d: %s", i, SEED, place)
                        .isEqualTo(harmless);
            } else {
                refused++;
                assertThat(fields.problems().found())
                        .as("request %d of seed %d: %s", i, SEED, place)
                        .anyMatch(problem -> problem.startsWith(place.problem()))
                        .allMatch(problem -> problem.length() < 200);
            }
        }

        assertThat(refused).isBetween(REQUESTS * 9 / 10, REQUESTS - 1);
    }

    /** A region mapped besides the harmless one would be one more entry, not another kind of code: it takes its place. */
    private static void put(ObjectNode object, String member, String text) {
        if (member.isEmpty()) {
            object.removeAll();
            object.put(text, "origin1");
        } else {
            object.put(member, text);
        }
    }

    private static Fields fields(JsonNode body) {
        return new Fields((ObjectNode) body, new Problems());
    }

    private static List<String> shape(RoutingPolicy policy) {
        return SyntaxTree.of(EdgeCode.of(policy).source()).shape();
    }
}
