// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.OriginUsers;
import dev.cfmanager.origins.S3Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells an origin's deletion which distributions name the origin, or its bucket by any of S3's host names, or may still
 * read it though they no longer name it.
 *
 * <p>It reads the whole table, consistently: an index may lag by a second, and what hangs on the answer is the content
 * of a bucket. Deleting an origin is rare, and only names are read.
 */
public final class OriginUsage implements OriginUsers {
    private final DistributionRepository repository;

    /** The use of origins by these distributions. */
    public OriginUsage(DistributionRepository repository) {
        this.repository = repository;
    }

    @Override
    public List<User> of(Origin origin) {
        List<User> users = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<Distribution> page = repository.list(new PageRequest(PageRequest.MOST, token));
            page.items().stream()
                    .filter(distribution -> names(distribution, origin))
                    .forEach(distribution -> users.add(new User(distribution.id(), distribution.name())));
            token = page.nextToken();
        } while (token.isPresent());
        return users;
    }

    private static boolean names(Distribution distribution, Origin origin) {
        return distribution.originIds().contains(origin.id())
                || distribution.originDomains().stream()
                        .flatMap(domain -> S3Host.parse(domain).stream())
                        .anyMatch(host -> host.bucket().equals(origin.bucketName()))
                || distribution
                        .cloudfrontId()
                        .filter(id -> origin.usingArns().stream().anyMatch(arn -> arn.endsWith("/" + id)))
                        .isPresent();
    }
}
