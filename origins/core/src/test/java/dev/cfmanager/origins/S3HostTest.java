// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3HostTest {

    @ParameterizedTest
    @CsvSource({
        "b-1.s3.amazonaws.com,                                b-1,                  ,               false",
        "b-1.s3.eu-west-1.amazonaws.com,                      b-1,                  eu-west-1,      false",
        "b-1.s3-eu-west-1.amazonaws.com,                      b-1,                  eu-west-1,      false",
        "b-1.s3.dualstack.eu-west-1.amazonaws.com,            b-1,                  eu-west-1,      false",
        "b-1.s3-fips.us-east-2.amazonaws.com,                 b-1,                  us-east-2,      false",
        "b-1.s3-fips.dualstack.us-gov-west-1.amazonaws.com,   b-1,                  us-gov-west-1,  false",
        "b-1.s3-accelerate.amazonaws.com,                     b-1,                  ,               false",
        "b-1.s3-accelerate.dualstack.amazonaws.com,           b-1,                  ,               false",
        "b-1.s3-external-1.amazonaws.com,                     b-1,                  ,               false",
        "b-1.s3.cn-north-1.amazonaws.com.cn,                  b-1,                  cn-north-1,     false",
        "b-1.s3-website-us-east-1.amazonaws.com,              b-1,                  us-east-1,      true",
        "b-1.s3-website.eu-central-1.amazonaws.com,           b-1,                  eu-central-1,   true",
        "www.example.com.s3.amazonaws.com,                    www.example.com,      ,               false",
        "www.example.com.s3.ap-southeast-2.amazonaws.com,     www.example.com,      ap-southeast-2, false",
        "my.s3.eu-west-1.logs.s3.us-west-2.amazonaws.com,     my.s3.eu-west-1.logs, us-west-2,      false",
        "my.s3.s3.amazonaws.com,                              my.s3,                ,               false",
        "my.s3-website.s3.us-west-2.amazonaws.com,            my.s3-website,        us-west-2,      false",
        "B-1.S3.EU-West-1.AmazonAWS.com,                      b-1,                  eu-west-1,      false",
    })
    void readsEveryFormOfHostIncludingBucketsWithDots( // defect B-11
            String host, String bucket, String region, boolean website) {
        assertThat(S3Host.parse(host)).contains(new S3Host(bucket, Optional.ofNullable(region), website));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com",
                "s3.amazonaws.com",
                "s3.eu-west-1.amazonaws.com",
                "b-1.s3.amazonaws.com.evil.com",
                "b-1.s3.amazonaws.comx",
                "b-1.s3amazonaws.com",
                "b-1.s3.eu-west-1.example.com",
                "b-1.s3.not a region.amazonaws.com",
                "b_1.s3.amazonaws.com",
                "a/b-1.s3.amazonaws.com",
                "-b.s3.amazonaws.com",
                "b-1.s3.amazonaws.com/",
                "b-1.s3.amazonaws.com:443",
                "b-1.execute-api.eu-west-1.amazonaws.com",
            })
    void takesNothingElseForABucket(String host) {
        assertThat(S3Host.parse(host)).isEmpty();
    }

    @Test
    void readsBackTheRegionalHostOfEveryFitBucketName() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            String bucket = Hostile.bucketLike(random);
            if (BucketName.problem(bucket).isEmpty()) {
                assertThat(S3Host.parse(S3Host.regionalHost(bucket, "eu-central-1")))
                        .as("seed 7, name %s", bucket)
                        .contains(new S3Host(bucket, Optional.of("eu-central-1"), false));
            }
        }
    }

    @Test
    void findsOnlyFitBucketsInHostileHosts() {
        Random random = new Random(11);
        List<String> ends =
                List.of("", ".s3.amazonaws.com", ".s3.eu-west-1.amazonaws.com", ".s3-website-us-east-1.amazonaws.com");
        for (int i = 0; i < 10_000; i++) {
            String host = Hostile.text(random) + ends.get(random.nextInt(ends.size()));
            S3Host.parse(host).ifPresent(parsed -> assertThat(BucketName.problem(parsed.bucket()))
                    .as("seed 11, host %s", host)
                    .isEmpty());
        }
    }
}
