// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins.create;

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
import dev.cfmanager.origins.BucketName;
import dev.cfmanager.origins.Hostile;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TwinExtension.class)
class OriginSpecTest {
    private static final long SEED = 20260131;

    @Test
    void takesOnlyFitValuesOfTenThousandHostileRequestsAndNamesTheFieldOfEveryOtherOne(Twin twin) {
        ExecutionEnvironment environment = TestEnvironment.on(twin).environment();
        Random random = new Random(SEED);
        int accepted = 0;
        for (int round = 0; round < 10_000; round++) {
            ObjectNode body = hostileBody(random);
            try {
                OriginSpec spec = OriginSpec.read(environment, new Fields(body, new Problems()));
                accepted++;
                assertThat(spec.name()).as("seed %s round %s", SEED, round).doesNotContain("<", ">", "\n", "\u0000");
                assertThat(BucketName.problem(spec.bucketName())).isEmpty();
                spec.website().ifPresent(website -> assertThat(website.indexSuffix() + website.errorKey())
                        .doesNotContain("<", ">", "\n", "\r", "\u0000"));
                spec.cors()
                        .ifPresent(cors -> assertThat(Json.write(cors)).doesNotContain("\\n", "\\r", "\\\"", "<", " "));
            } catch (OperationException refused) {
                assertThat(refused.kind()).as("seed %s round %s", SEED, round).isEqualTo(ErrorKind.VALIDATION_ERROR);
                assertThat(refused.errors()).isNotEmpty().allSatisfy(problem -> assertThat(problem)
                        .matches("(?s)(name|bucketName|region|websiteConfiguration|corsConfiguration|tags).*: .+"));
            }
        }
        assertThat(accepted).isBetween(50, 9_000);
    }

    private static ObjectNode hostileBody(Random random) {
        ObjectNode body = Json.object();
        body.put("name", random.nextBoolean() ? "fit" : Hostile.text(random));
        body.put("bucketName", random.nextBoolean() ? "fit-bucket" : Hostile.bucketLike(random));
        if (random.nextInt(4) == 0) {
            body.put("region", random.nextBoolean() ? "eu-west-1" : Hostile.text(random));
        }
        if (random.nextInt(2) == 0) {
            ObjectNode website = body.putObject("websiteConfiguration");
            website.putObject("IndexDocument").put("Suffix", random.nextBoolean() ? "i.html" : Hostile.text(random));
            website.putObject("ErrorDocument").put("Key", random.nextBoolean() ? "e.html" : Hostile.text(random));
        }
        if (random.nextInt(2) == 0) {
            ObjectNode rule =
                    body.putObject("corsConfiguration").putArray("CORSRules").addObject();
            rule.putArray("AllowedOrigins").add(random.nextBoolean() ? "https://a.example" : Hostile.text(random));
            rule.putArray("AllowedMethods").add("GET");
            rule.putArray("AllowedHeaders").add(random.nextBoolean() ? "*" : Hostile.text(random));
        }
        if (random.nextInt(4) == 0) {
            body.putObject("tags").put(random.nextBoolean() ? "team" : Hostile.text(random), Hostile.text(random));
        }
        return body;
    }
}
