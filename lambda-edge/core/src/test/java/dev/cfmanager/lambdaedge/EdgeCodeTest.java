// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.common.dynamo.Hashes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class EdgeCodeTest {

    @Test
    void writesEachTargetOnceWithDomainAndRegionAndTheDefaultFirst() {
        RoutingPolicy policy = new RoutingPolicy(
                RoutingPolicy.CUSTOM,
                Buckets.VIRGINIA,
                List.of(Buckets.TOKYO),
                new TreeMap<>(Map.of("ap-northeast-1", "origin1", "us-east-1", "default")));

        assertThat(EdgeCode.of(policy).source()).contains("""
                const ORIGINS = [
                  { domain: "media-virginia.s3.us-east-1.amazonaws.com", region: "us-east-1" },
                  { domain: "media.tokyo.s3.ap-northeast-1.amazonaws.com", region: "ap-northeast-1" },
                ];
                const ORIGIN_OF_REGION = new Map([
                  ["ap-northeast-1", 1],
                  ["us-east-1", 0],
                ]);
                """);
    }

    @Test
    void equalPoliciesMakeEqualBytes() {
        EdgeCode once = EdgeCode.of(Buckets.asiaUs());
        EdgeCode again = EdgeCode.of(Buckets.asiaUs());

        assertThat(again.source()).isEqualTo(once.source());
        assertThat(again.zip()).isEqualTo(once.zip());
        assertThat(again.codeSha256()).isEqualTo(once.codeSha256());
    }

    @Test
    void theZipHoldsTheSourceByteForByteUnderItsName() throws IOException {
        EdgeCode code = EdgeCode.of(Buckets.asiaUs());

        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(code.zip()))) {
            ZipEntry entry = zip.getNextEntry();
            String content = new String(zip.readAllBytes(), StandardCharsets.UTF_8);

            assertThat(entry.getName()).isEqualTo("index.js");
            assertThat(Hashes.sha256(content)).isEqualTo(code.sha256());
            assertThat(zip.getNextEntry()).isNull();
        }
    }

    @Test
    void literalsHoldNothingThatCouldEndThem() {
        String hostile = "a\"'`\\${x}\n\r\u2028\u2029*/</script>\u0000\ud800é😀";

        assertThat(JavaScriptLiteral.of(hostile)).matches("\"([A-Za-z0-9 .:_-]|\\\\u[0-9a-f]{4})*\"");
    }
}
