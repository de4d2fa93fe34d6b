// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.preview;

import dev.cfmanager.lambdaedge.Preset;
import dev.cfmanager.lambdaedge.RoutedOrigin;
import dev.cfmanager.lambdaedge.RoutingPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Random policies by seed, and a plain evaluator that knows the presets from the API contract's table alone. */
final class SamplePolicies {
    static final List<String> ASIA = List.of(
            "ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2"
                    .concat(" ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-7 me-central-1")
                    .split(" "));
    static final List<String> AMERICAS =
            List.of("us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1 mx-central-1 sa-east-1".split(" "));
    static final List<String> EUROPE_AND_OTHERS = List.of(
            "eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 af-south-1"
                    .concat(" il-central-1 me-south-1")
                    .split(" "));

    private static final List<String> BUCKETS = List.of(
            "media",
            "my.dotted.bucket",
            "s3.s3-like.name",
            "a1b",
            "x-y-z",
            "bucket.s3.us-east-1",
            "9lives",
            "constructor");

    private final Random random;

    SamplePolicies(long seed) {
        this.random = new Random(seed);
    }

    /** Every region known to the contract, two it does not know, and none. */
    static List<Optional<String>> everyRegion() {
        List<Optional<String>> regions = new ArrayList<>();
        List.of(ASIA, AMERICAS, EUROPE_AND_OTHERS).forEach(group -> group.forEach(r -> regions.add(Optional.of(r))));
        regions.add(Optional.of("xx-future-1"));
        regions.add(Optional.of("__proto__"));
        regions.add(Optional.empty());
        return regions;
    }

    /** A preset with as many origins as it takes, or a map of its own over known and unknown regions. */
    RoutingPolicy next() {
        int kind = random.nextInt(3);
        if (kind < 2) {
            Preset preset = kind == 0 ? Preset.ASIA_US : Preset.GLOBAL_THREE;
            int additional = preset.requiredOrigins() - 1 + random.nextInt(5 - preset.requiredOrigins());
            List<RoutedOrigin> origins = origins(1 + additional);
            return RoutingPolicy.of(preset, origins.get(0), origins.subList(1, origins.size()));
        }
        List<RoutedOrigin> origins = origins(2 + random.nextInt(3));
        SortedMap<String, String> mapping = new TreeMap<>();
        for (Optional<String> region : everyRegion()) {
            if (region.isPresent() && !region.get().startsWith("_") && random.nextBoolean()) {
                int number = random.nextInt(origins.size());
                mapping.put(region.get(), number == 0 ? RoutingPolicy.DEFAULT : "origin" + number);
            }
        }
        return new RoutingPolicy(RoutingPolicy.CUSTOM, origins.get(0), origins.subList(1, origins.size()), mapping);
    }

    /** What the contract says: section 6.2's table for presets, the map's own words otherwise. */
    static RoutedOrigin expected(RoutingPolicy policy, Optional<String> region) {
        Map<String, Integer> number = new TreeMap<>();
        if (policy.preset().equals(RoutingPolicy.CUSTOM)) {
            policy.regionMapping()
                    .forEach((name, key) -> number.put(
                            name, key.equals("default") ? 0 : Integer.parseInt(key.substring("origin".length()))));
        } else {
            ASIA.forEach(name -> number.put(name, 1));
            AMERICAS.forEach(name -> number.put(name, 2));
            EUROPE_AND_OTHERS.forEach(name -> number.put(name, policy.preset().equals("asia-us") ? 2 : 3));
        }
        int wanted = region.map(name -> number.getOrDefault(name, 0)).orElse(0);
        return wanted == 0 || wanted > policy.additional().size()
                ? policy.defaultOrigin()
                : policy.additional().get(wanted - 1);
    }

    private List<RoutedOrigin> origins(int count) {
        List<String> buckets = new ArrayList<>(BUCKETS);
        Collections.shuffle(buckets, random);
        List<Optional<String>> regions = everyRegion().subList(0, 32);
        List<RoutedOrigin> origins = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String region = regions.get(random.nextInt(regions.size())).orElseThrow();
            origins.add(new RoutedOrigin("origin-0000000" + i, buckets.get(i), region));
        }
        return origins;
    }
}
