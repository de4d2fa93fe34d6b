// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.listinvalidations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.MarkerToken;
import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionRepository;
import dev.cfmanager.distributions.DynamoDistributionRepository;
import dev.cfmanager.distributions.cloudfront.CloudFrontInvalidations;
import dev.cfmanager.distributions.invalidation.InvalidationQueue;
import dev.cfmanager.distributions.invalidation.QueuedInvalidation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudfront.model.InvalidationList;
import software.amazon.awssdk.services.cloudfront.model.InvalidationSummary;

/** Reads a distribution's invalidations: the queue's, then CloudFront's. */
final class ListInvalidations {
    private static final int MOST_AT_ONCE = 100;

    private final DistributionRepository distributions;
    private final InvalidationQueue queue;
    private final CloudFrontInvalidations cloudFront;

    ListInvalidations(ExecutionEnvironment environment) {
        this.distributions = new DynamoDistributionRepository(environment);
        this.queue = new InvalidationQueue(environment);
        this.cloudFront = new CloudFrontInvalidations(environment);
    }

    /**
     * A page; its token is the id of its last item.
     *
     * @throws OperationException NOT_FOUND; VALIDATION_ERROR for a token that is not of this list
     */
    Page<ObjectNode> run(String distributionId, PageRequest wanted) {
        Distribution distribution = distributions.require(distributionId);
        String list = "invalidations of " + distributionId;
        String after =
                wanted.token().map(token -> MarkerToken.read(list, token)).orElse("");
        List<ObjectNode> items = new ArrayList<>();
        if (after.isEmpty() || after.startsWith(QueuedInvalidation.PREFIX)) {
            String last = addQueued(distributionId, after, wanted.limit(), items);
            if (items.size() == wanted.limit()) {
                return new Page<>(items, Optional.of(MarkerToken.write(list, last)));
            }
            after = "";
        }
        Optional<String> next = distribution.cloudfrontId().isEmpty()
                ? Optional.empty()
                : addLive(distribution.cloudfrontId().get(), after, wanted.limit(), items);
        return new Page<>(items, next.map(marker -> MarkerToken.write(list, marker)));
    }

    /** Gives the id of the last one added. */
    private String addQueued(String distributionId, String after, int limit, List<ObjectNode> items) {
        List<QueuedInvalidation> newestFirst = new ArrayList<>(queue.waiting(distributionId));
        Collections.reverse(newestFirst);
        List<String> ids = newestFirst.stream().map(QueuedInvalidation::id).toList();
        int from = after.isEmpty() ? 0 : ids.indexOf(after) + 1;
        if (!after.isEmpty() && from == 0) { // taken by CloudFront meanwhile, and with it all that is older
            return after;
        }
        List<QueuedInvalidation> some = newestFirst.subList(from, Math.min(newestFirst.size(), from + limit));
        some.forEach(queued -> items.add(queued.summary()));
        return some.isEmpty() ? after : some.get(some.size() - 1).id();
    }

    /** Gives where CloudFront's list goes on; empty at its end. */
    private Optional<String> addLive(String cloudfrontId, String after, int limit, List<ObjectNode> items) {
        String marker = after;
        while (true) {
            InvalidationList page = cloudFront.list(cloudfrontId, marker, Math.min(MOST_AT_ONCE, limit - items.size()));
            page.items().forEach(summary -> items.add(item(summary)));
            if (!page.isTruncated()) {
                return Optional.empty();
            }
            marker = page.nextMarker();
            if (items.size() >= limit) {
                return Optional.of(marker);
            }
        }
    }

    private static ObjectNode item(InvalidationSummary summary) {
        return Json.object()
                .put("invalidationId", summary.id())
                .put("status", summary.status())
                .put("createTime", Json.time(summary.createTime()));
    }
}
