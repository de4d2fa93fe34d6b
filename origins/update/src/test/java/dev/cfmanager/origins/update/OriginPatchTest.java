// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins.update;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.TwinExtension;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Fields;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.json.Problems;
import dev.cfmanager.common.testing.TestEnvironment;
import dev.cfmanager.origins.Hostile;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.SampleOrigins;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TwinExtension.class)
class OriginPatchTest {
    private static final long SEED = 20260216;

    @Test
    void takesOnlyFitValuesOfTenThousandHostileChangesAndNamesTheFieldOfEveryOtherOne(Twin twin) {
        ExecutionEnvironment environment = TestEnvironment.on(twin).environment();
        Origin before = SampleOrigins.origin("origin-1").build();
        Random random = new Random(SEED);
        int accepted = 0;
        for (int round = 0; round < 10_000; round++) {
            ObjectNode body = hostileBody(random);
            try {
                OriginPatch patch = OriginPatch.read(environment, new Fields(body, new Problems()));
                patch.check(before);
                Origin after = patch.changes().apply(before);
                accepted++;
                assertThat(after.name()).as("seed %s round %s", SEED, round).doesNotContain("<", ">", "\n", "\u0000");
                assertThat(after.bucketName()).isEqualTo(before.bucketName());
                assertThat(after.region()).isEqualTo(before.region());
                assertThat(after.createdBy()).isEqualTo(before.createdBy());
                after.websiteConfiguration().ifPresent(website -> assertThat(Json.write(website))
                        .doesNotContain("<", ">", "\\n", "\\r", "\\u0000"));
                after.corsConfiguration()
                        .ifPresent(cors -> assertThat(Json.write(cors)).doesNotContain("\\n", "\\\"", "<", " "));
                assertThat(after.tags().keySet()).noneMatch(key -> key.startsWith("cloudfront-manager:"));
            } catch (OperationException refused) {
                assertThat(refused.kind()).as("seed %s round %s", SEED, round).isEqualTo(ErrorKind.VALIDATION_ERROR);
                assertThat(
                                refused.errors().isEmpty()
                                        ? refused.text()
                                        : refused.errors().get(0))
                        .matches("(?s)(name|bucketName|region|websiteConfiguration|corsConfiguration|tags"
                                + "|missingObjects|version).*: .+");
            }
        }
        assertThat(accepted).isBetween(50, 9_000);
    }

    private static ObjectNode hostileBody(Random random) {
        ObjectNode body = Json.object();
        if (random.nextBoolean()) {
            body.put("name", random.nextBoolean() ? "fit" : Hostile.text(random));
        }
        if (random.nextInt(8) == 0) {
            body.put("bucketName", Hostile.bucketLike(random));
        }
        if (random.nextInt(8) == 0) {
            body.put("region", Hostile.text(random));
        }
        if (random.nextBoolean()) {
            ObjectNode website = body.putObject("websiteConfiguration");
            website.putObject("IndexDocument").put("Suffix", random.nextBoolean() ? "i.html" : Hostile.text(random));
            website.putObject("ErrorDocument").put("Key", random.nextBoolean() ? "e.html" : Hostile.text(random));
        }
        if (random.nextBoolean()) {
            ObjectNode rule =
                    body.putObject("corsConfiguration").putArray("CORSRules").addObject();
            rule.putArray("AllowedOrigins").add(random.nextBoolean() ? "https://a.example" : Hostile.text(random));
            rule.putArray("AllowedMethods").add("GET");
            rule.putArray("ExposeHeaders").add(random.nextBoolean() ? "ETag" : Hostile.text(random));
        }
        if (random.nextInt(4) == 0) {
            String key = random.nextBoolean() ? "cloudfront-manager:origin-id" : Hostile.text(random);
            body.putObject("tags").put(key, Hostile.text(random));
        }
        if (random.nextInt(8) == 0) {
            body.put("missingObjects", Hostile.text(random));
        }
        return body.put("createdBy", Hostile.text(random));
    }
}
