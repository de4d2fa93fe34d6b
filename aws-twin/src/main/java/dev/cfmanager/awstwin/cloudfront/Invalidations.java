// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * Invalidations of distributions, newest first.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateInvalidation.html">CreateInvalidation</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html">What to specify</a>
 */
final class Invalidations {
    private static final String MANY = "distribution/{DistributionId}/invalidation";
    private static final String ONE = MANY + "/{Id}";
    private static final String DISTRIBUTION = "distribution/{DistributionId}";
    private static final Pattern PATH = Pattern.compile("(?=.{1,4000}$)/[\\x21-\\x7e&&[^*<>\"#{}|\\\\^`\\[\\]]]*\\*?");

    private final State state;
    private final Predicate<String> distributionExists;
    private final MVMap<String, Invalidation> byAge;
    private final MVMap<String, String> ageById;
    private final MVMap<String, String> ageByReference;

    Invalidations(State state, Predicate<String> distributionExists) {
        this.state = state;
        this.distributionExists = distributionExists;
        this.byAge = state.map("invalidations");
        this.ageById = state.map("invalidations.ids");
        this.ageByReference = state.map("invalidations.references");
    }

    void addTo(Routes routes) {
        routes.on("POST", MANY, "CreateInvalidation", DISTRIBUTION, this::create);
        routes.on("GET", MANY, "ListInvalidations", DISTRIBUTION, this::list);
        routes.on("GET", ONE, "GetInvalidation", DISTRIBUTION, this::get);
    }

    /** How many invalidations of a distribution are not completed. */
    int inProgress(String distribution) {
        return running(distribution).size();
    }

    /** Whether the edge was told, after it stored an object, to forget it. */
    boolean forgotten(String distribution, String path, Instant storedAt) {
        Instant now = state.now();
        Iterator<String> ages = byAge.keyIterator(distribution + "/");
        while (ages.hasNext()) {
            String age = ages.next();
            Invalidation invalidation = age.startsWith(distribution + "/") ? byAge.get(age) : null;
            if (invalidation == null || !invalidation.completesAt().isAfter(storedAt)) {
                return false;
            }
            if (invalidation.completed(now) && invalidation.names(path)) {
                return true;
            }
        }
        return false;
    }

    private TwinResponse create(Exchange exchange) {
        String distribution = requireDistribution(exchange);
        XmlElement batch = exchange.body("InvalidationBatch");
        check(batch);
        Invalidation created = state.change(() -> {
            String reference = distribution + "/" + batch.textAt("CallerReference");
            Invalidation same = sameCall(reference, batch);
            if (same != null) {
                return same;
            }
            admit(distribution, batch.textsAt("Paths"));
            Instant now = state.now();
            Invalidation invalidation = new Invalidation(
                    state.newId("I"), now, now.plus(state.settings().invalidation()), batch);
            String age = nextAge(distribution);
            byAge.put(age, invalidation);
            ageById.put(distribution + "/" + invalidation.id(), age);
            ageByReference.put(reference, age);
            return invalidation;
        });
        return TwinResponse.xml(201, show(created).document(Answers.NAMESPACE))
                .with(
                        "Location",
                        "https://cloudfront.amazonaws.com/2020-05-31/distribution/" + distribution + "/invalidation/"
                                + created.id());
    }

    private @Nullable Invalidation sameCall(String reference, XmlElement batch) {
        String age = ageByReference.get(reference);
        Invalidation earlier = age == null ? null : byAge.get(age);
        if (earlier != null && !earlier.paths().equals(batch.textsAt("Paths"))) {
            throw Refusals.conflict(
                    "InvalidationBatchAlreadyExists",
                    "The caller reference was used before, for other paths; the invalidation is " + earlier.id() + ".");
        }
        return earlier;
    }

    private static void check(XmlElement batch) {
        if (batch.textAt("CallerReference").isBlank()) {
            throw Refusals.required("CallerReference");
        }
        Quantities.check(batch);
        List<String> paths = batch.textsAt("Paths");
        if (paths.isEmpty()) {
            throw Refusals.required("Paths");
        }
        if (!paths.stream().allMatch(path -> PATH.matcher(path).matches())) {
            throw Refusals.invalidArgument("Your request contains one or more invalid invalidation paths.");
        }
        if (paths.size() > Quota.INVALIDATION_PATHS.awsDefault()) {
            throw new AwsError(413, "BatchTooLarge", "Invalidation batch specified is too large.");
        }
    }

    /** Single paths and paths with a wildcard have a quota each, of those in progress for the distribution. */
    private void admit(String distribution, List<String> paths) {
        List<String> all = new ArrayList<>(paths);
        running(distribution).forEach(invalidation -> all.addAll(invalidation.paths()));
        long wildcards = all.stream().filter(path -> path.endsWith("*")).count();
        state.quotas().admit(Quota.INVALIDATION_WILDCARDS, wildcards);
        state.quotas().admit(Quota.INVALIDATION_PATHS, all.size() - wildcards);
    }

    private List<Invalidation> running(String distribution) {
        Instant now = state.now();
        List<Invalidation> running = new ArrayList<>();
        Iterator<String> ages = byAge.keyIterator(distribution + "/");
        while (ages.hasNext()) {
            String age = ages.next();
            Invalidation invalidation = age.startsWith(distribution + "/") ? byAge.get(age) : null;
            if (invalidation == null || invalidation.completed(now)) {
                break;
            }
            running.add(invalidation);
        }
        return running;
    }

    /** Keys count down, so that the newest comes first. */
    private String nextAge(String distribution) {
        String newest = byAge.ceilingKey(distribution + "/");
        long age = newest == null || !newest.startsWith(distribution + "/")
                ? Long.MAX_VALUE
                : Long.parseLong(newest.substring(distribution.length() + 1)) - 1;
        return distribution + "/" + String.format(Locale.ROOT, "%019d", age);
    }

    private TwinResponse get(Exchange exchange) {
        String distribution = requireDistribution(exchange);
        String age = ageById.get(distribution + "/" + exchange.variable("Id"));
        if (age == null) {
            throw Refusals.notFound("NoSuchInvalidation", "The specified invalidation does not exist.");
        }
        return Answers.ok(show(Objects.requireNonNull(byAge.get(age))));
    }

    private TwinResponse list(Exchange exchange) {
        String distribution = requireDistribution(exchange);
        String prefix = distribution + "/";
        String from = ageById.getOrDefault(prefix + exchange.marker(), prefix);
        Iterator<Invalidation> following = new Iterator<>() {
            private final Iterator<String> ages = byAge.keyIterator(from);
            private @Nullable Invalidation next = read();

            private @Nullable Invalidation read() {
                String age = ages.hasNext() ? ages.next() : "";
                return age.startsWith(prefix) ? byAge.get(age) : null;
            }

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public Invalidation next() {
                Invalidation now = Objects.requireNonNull(next);
                next = read();
                return now;
            }
        };
        Instant now = state.now();
        return Answers.ok(Page.read(following, exchange.marker(), exchange.maxItems(), Invalidation::id, found -> found)
                .marked("InvalidationList", exchange, found -> summary(found, now)));
    }

    private static XmlElement summary(Invalidation invalidation, Instant now) {
        return XmlElement.of(
                "InvalidationSummary",
                XmlElement.of("Id", invalidation.id()),
                XmlElement.of("CreateTime", DistributionXml.time(invalidation.createdAt())),
                XmlElement.of("Status", invalidation.status(now)));
    }

    private XmlElement show(Invalidation invalidation) {
        return XmlElement.of(
                "Invalidation",
                XmlElement.of("Id", invalidation.id()),
                XmlElement.of("Status", invalidation.status(state.now())),
                XmlElement.of("CreateTime", DistributionXml.time(invalidation.createdAt())),
                invalidation.batch());
    }

    private String requireDistribution(Exchange exchange) {
        String id = exchange.variable("DistributionId");
        if (!distributionExists.test(id)) {
            throw Refusals.notFound("NoSuchDistribution", "The specified distribution does not exist.");
        }
        return id;
    }
}
