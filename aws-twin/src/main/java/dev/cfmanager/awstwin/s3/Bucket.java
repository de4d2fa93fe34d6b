// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import java.io.Serializable;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A bucket and how it is set up.
 *
 * @param name unique in the world
 * @param owner account id
 * @param region where it is
 * @param created virtual time
 * @param settings the document of each setting that is set, by its subresource ({@code policy}, {@code cors} ...)
 */
record Bucket(String name, String owner, String region, Instant created, Map<String, String> settings)
        implements Serializable {

    Bucket {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    /** {@code arn:aws:s3:::name}. */
    String arn() {
        return arn(name);
    }

    static String arn(String bucketName) {
        return "arn:aws:s3:::" + bucketName;
    }

    /** {@code arn:aws:s3:::name/key}. */
    static String objectArn(String bucketName, String key) {
        return arn(bucketName) + "/" + key;
    }

    /** {@code name.s3.region.amazonaws.com}. */
    String regionalHost() {
        return name + ".s3." + region + ".amazonaws.com";
    }

    /** The document of a setting; empty when it is not set. */
    Optional<String> setting(String subresource) {
        return Optional.ofNullable(settings.get(subresource));
    }

    /** This bucket with a setting set or replaced. */
    Bucket with(String subresource, String document) {
        Map<String, String> changed = new TreeMap<>(settings);
        changed.put(subresource, document);
        return new Bucket(name, owner, region, created, changed);
    }

    /** This bucket without a setting. */
    Bucket without(String subresource) {
        Map<String, String> changed = new TreeMap<>(settings);
        changed.remove(subresource);
        return new Bucket(name, owner, region, created, changed);
    }

    /** Whether new versions are kept beside the old. */
    Versioning versioning() {
        return setting("versioning").map(Versioning::valueOf).orElse(Versioning.Off);
    }

    /** The states of versioning, named as S3 spells them; {@code Off} is a bucket that never had it. */
    enum Versioning {
        Off,
        Enabled,
        Suspended
    }
}
