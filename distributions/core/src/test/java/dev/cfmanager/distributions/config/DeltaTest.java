// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeltaTest {
    private static final int ROUNDS = 2_000;

    @Test
    void makesTheSecondDocumentFromTheFirstAlsoAfterBeingKept() {
        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            ObjectNode before = document(random);
            ObjectNode after = document(random);

            Delta delta = Delta.ofJson(
                    Json.parseOwn(Json.write(Delta.between(before, after).toJson())));

            assertThat(delta.clashes(before)).isEmpty();
            assertThat(delta.applyTo(before)).as("round %d", round).isEqualTo(after);
            assertThat(delta.applyTo(after)).as("made twice, round %d", round).isEqualTo(after);
            assertThat(delta.reversed().applyTo(after).path("name")).isEqualTo(before.path("name"));
        }
    }

    @Test
    void goesTogetherWithAChangeOfOtherValues() {
        ObjectNode base =
                parse("{'config':{'Origins':{'Quantity':1,'Items':[{'Id':'a','OriginPath':''}]},'Comment':'x'}}");
        ObjectNode first = parse(
                "{'config':{'Origins':{'Quantity':2,'Items':[{'Id':'a','OriginPath':''},{'Id':'b','OriginPath':''}]},'Comment':'x'}}");
        ObjectNode second =
                parse("{'config':{'Origins':{'Quantity':1,'Items':[{'Id':'a','OriginPath':'/v2'}]},'Comment':'y'}}");

        Delta delta = Delta.between(base, second);

        assertThat(delta.clashes(first)).isEmpty();
        ObjectNode both = delta.applyTo(first);
        assertThat(both.at("/config/Origins/Items/0/OriginPath").asText()).isEqualTo("/v2");
        assertThat(both.at("/config/Origins/Items/1/Id").asText()).isEqualTo("b");
        assertThat(both.at("/config/Comment").asText()).isEqualTo("y");
        assertThat(delta.pointers()).containsExactly("/config/Origins/Items/0/OriginPath", "/config/Comment");
    }

    @Test
    void clashesWithAnotherValueInTheSamePlaceAndWithAPlaceThatIsGone() {
        ObjectNode base = parse("{'config':{'Origins':{'Items':[{'Id':'a','OriginPath':''}]},'Comment':'x'}}");
        Delta delta = Delta.between(
                base, parse("{'config':{'Origins':{'Items':[{'Id':'a','OriginPath':'/v2'}]},'Comment':'y'}}"));

        assertThat(delta.clashes(parse("{'config':{'Origins':{'Items':[]},'Comment':'z'}}")))
                .containsExactly("/config/Origins/Items/0/OriginPath", "/config/Comment");
        assertThat(delta.clashes(
                        parse("{'config':{'Origins':{'Items':[{'Id':'a','OriginPath':'/v2'}]},'Comment':'x'}}")))
                .as("somebody else wanted the same")
                .isEmpty();
        assertThatThrownBy(() -> delta.requireFits(parse("{'config':{'Comment':'z'}}")))
                .isInstanceOfSatisfying(
                        OperationException.class,
                        clash -> assertThat(clash.details().path("clashes")).hasSize(2));
    }

    @Test
    void knowsAnItemAgainThatCloudFrontHasFilledIn() {
        Delta delta = Delta.between(
                parse("{'config':{'Origins':{'Items':[]}}}"),
                parse("{'config':{'Origins':{'Items':[{'Id':'a','OriginPath':''}]}}}"));
        ObjectNode filled =
                parse("{'config':{'Origins':{'Items':[{'Id':'a','OriginPath':'','ConnectionAttempts':3}]}}}");

        assertThat(delta.clashes(filled)).isEmpty();
        assertThat(delta.applyTo(filled)).isEqualTo(filled);
    }

    @Test
    void movesItemsWithoutChangingThem() {
        ObjectNode before = parse(
                "{'config':{'CacheBehaviors':{'Items':[{'PathPattern':'/a/*'},{'PathPattern':'/b/*'},{'PathPattern':'/c/*'}]}}}");
        ObjectNode after = parse(
                "{'config':{'CacheBehaviors':{'Items':[{'PathPattern':'/c/*'},{'PathPattern':'/a/*'},{'PathPattern':'/b/*'}]}}}");

        Delta delta = Delta.between(before, after);

        assertThat(delta.pointers()).containsExactly("/config/CacheBehaviors/Items");
        assertThat(delta.applyTo(before)).isEqualTo(after);
    }

    private static ObjectNode document(Random random) {
        ObjectNode document = Json.object().put("name", "n" + random.nextInt(3));
        ObjectNode tags = document.putObject("tags");
        for (String key : List.of("a=b", "*", "/x~y")) {
            if (random.nextBoolean()) {
                tags.put(key, random.nextInt(2));
            }
        }
        ObjectNode config = document.putObject("config").put("Comment", "c" + random.nextInt(3));
        items(config.putObject("Origins"), "Id", random);
        items(config.putObject("CacheBehaviors"), "PathPattern", random);
        ArrayNode aliases = config.putObject("Aliases").putArray("Items");
        for (int i = random.nextInt(3); i > 0; i--) {
            aliases.add("www" + random.nextInt(3));
        }
        if (random.nextBoolean()) {
            config.putObject("Logging").put("Enabled", random.nextBoolean()).put("Bucket", "b" + random.nextInt(2));
        }
        return document;
    }

    private static void items(ObjectNode list, String key, Random random) {
        List<String> keys = new ArrayList<>(List.of("a", "b/*", "c=*", "d"));
        Collections.shuffle(keys, random);
        ArrayNode items = list.putArray("Items");
        keys.subList(0, random.nextInt(5)).forEach(text -> items.addObject()
                .put(key, text)
                .put("Port", random.nextInt(3))
                .putObject("Custom")
                .put("Enabled", random.nextBoolean()));
    }

    private static ObjectNode parse(String json) {
        return (ObjectNode) Json.parseOwn(json.replace('\'', '"'));
    }
}
