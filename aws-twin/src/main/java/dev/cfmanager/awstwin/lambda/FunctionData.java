// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import dev.cfmanager.awstwin.kernel.Store;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.h2.mvstore.MVMap;

/** What Lambda remembers of functions. */
final class FunctionData {
    /** Functions by unqualified ARN. */
    final MVMap<String, FunctionRecord> functions;
    /** Versions by ARN, {@code :} and version. */
    final MVMap<String, FunctionVersion> versions;
    /** Aliases by ARN, {@code :} and name. */
    final MVMap<String, Alias> aliases;
    /** Resource policies by the ARN they are attached to: statements as a JSON array. */
    final MVMap<String, String> policies;

    private final MVMap<String, byte[]> packages;

    FunctionData(Store store) {
        this.functions = store.map("lambda.functions");
        this.versions = store.map("lambda.versions");
        this.aliases = store.map("lambda.aliases");
        this.policies = store.map("lambda.policies");
        this.packages = store.map("lambda.packages");
    }

    Optional<FunctionVersion> version(String functionArn, String version) {
        return Optional.ofNullable(versions.get(functionArn + ":" + version));
    }

    void put(FunctionVersion version, byte[] zip) {
        versions.put(version.key(), version);
        packages.put(version.key(), zip);
    }

    byte[] zip(FunctionVersion version) {
        byte[] zip = packages.get(version.key());
        return zip == null ? new byte[0] : zip;
    }

    void remove(FunctionVersion version) {
        versions.remove(version.key());
        packages.remove(version.key());
        policies.remove(version.key());
    }

    /** {@code $LATEST}, then the published versions in order. */
    List<FunctionVersion> versionsOf(String functionArn) {
        List<FunctionVersion> found = new ArrayList<>();
        version(functionArn, FunctionVersion.LATEST).ifPresent(found::add);
        FunctionRecord function = functions.get(functionArn);
        for (long number = 1; function != null && number <= function.lastVersion(); number++) {
            version(functionArn, String.valueOf(number)).ifPresent(found::add);
        }
        return found;
    }

    List<Alias> aliasesOf(String functionArn) {
        List<Alias> found = new ArrayList<>();
        Iterator<String> keys = aliases.keyIterator(functionArn + ":");
        while (keys.hasNext()) {
            String key = keys.next();
            Alias alias = aliases.get(key);
            if (!key.startsWith(functionArn + ":") || alias == null) {
                break;
            }
            found.add(alias);
        }
        return found;
    }

    /** Bytes of all packages in a region. */
    long stored(String region) {
        String prefix = "arn:aws:lambda:" + region + ":";
        return versions.values().stream()
                .filter(version -> version.functionArn().startsWith(prefix))
                .mapToLong(FunctionVersion::codeSize)
                .sum();
    }
}
