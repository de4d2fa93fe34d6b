// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.cloudfront.CloudFrontFunction.Version;
import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * CloudFront Functions: edited and tested in the stage {@code DEVELOPMENT}, run by distributions in {@code LIVE}.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateFunction.html">CreateFunction</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/managing-functions.html">Manage functions</a>
 */
final class Functions {
    private static final String MANY = "function";
    private static final String ONE = MANY + "/{Name}";
    private static final Set<String> RUNTIMES = Set.of("cloudfront-js-1.0", "cloudfront-js-2.0");
    private static final int CODE_BYTES = 10_240;
    private static final int COMMENT_LENGTH = 128;

    private final State state;
    private final Uses uses;
    private final Tags tags;
    private final KeyValueStores stores;
    private final MVMap<String, CloudFrontFunction> byName;

    Functions(State state, Uses uses, Tags tags, KeyValueStores stores) {
        this.state = state;
        this.uses = uses;
        this.tags = tags;
        this.stores = stores;
        this.byName = state.map("functions");
    }

    void addTo(Routes routes) {
        routes.on("POST", MANY, "CreateFunction", "*", this::create);
        routes.on("GET", MANY, "ListFunctions", "*", this::list);
        routes.on("GET", ONE, "GetFunction", ONE, this::get);
        routes.on("GET", ONE + "/describe", "DescribeFunction", ONE, this::describe);
        routes.on("PUT", ONE, "UpdateFunction", ONE, this::update);
        routes.on("DELETE", ONE, "DeleteFunction", ONE, this::delete);
        routes.on("POST", ONE + "/publish", "PublishFunction", ONE, this::publish);
    }

    /** The function that distributions run under an ARN; empty when it does not exist or is not published. */
    Optional<Version> live(String arn) {
        return find(arn).flatMap(function -> function.stage(CloudFrontFunction.LIVE));
    }

    boolean exists(String arn) {
        return find(arn).isPresent();
    }

    private Optional<CloudFrontFunction> find(String arn) {
        String prefix = CloudFrontFunction.arn("");
        return arn.startsWith(prefix)
                ? Optional.ofNullable(byName.get(arn.substring(prefix.length())))
                : Optional.empty();
    }

    private TwinResponse create(Exchange exchange) {
        XmlElement request = exchange.body("CreateFunctionRequest");
        String name = request.textAt("Name");
        Names.check(name);
        request.child("Tags").ifPresent(Tags::check);
        CloudFrontFunction created = state.change(() -> {
            if (byName.containsKey(name)) {
                throw Refusals.conflict("FunctionAlreadyExists", "A function with the same name already exists.");
            }
            Version version = version(request);
            state.quotas().admit(Quota.FUNCTIONS, byName.sizeAsLong() + 1);
            CloudFrontFunction function = new CloudFrontFunction(name, state.now(), version, null);
            store(null, function);
            request.child("Tags").ifPresent(wanted -> tags.put(function.arn(), wanted));
            return function;
        });
        return Answers.created(
                show(created, CloudFrontFunction.DEVELOPMENT),
                created.development().etag(),
                MANY + "/" + created.arn());
    }

    private Version version(XmlElement request) {
        XmlElement config = request.child("FunctionConfig").orElseThrow(() -> Refusals.required("FunctionConfig"));
        Quantities.check(config);
        Members.required(config, "Runtime", RUNTIMES);
        if (!config.has("Comment")) {
            throw Refusals.required("Comment");
        }
        if (config.textAt("Comment").length() > COMMENT_LENGTH) {
            throw Refusals.invalidArgument("The parameter Comment is too long.");
        }
        byte[] code = decoded(request.textAt("FunctionCode"), "FunctionCode");
        if (code.length == 0) {
            throw Refusals.required("FunctionCode");
        }
        if (code.length > CODE_BYTES) {
            throw new AwsError(413, "FunctionSizeLimitExceeded", "The function is larger than 10 KB.");
        }
        Version version = new Version(state.newETag(), state.now(), config, new String(code, StandardCharsets.UTF_8));
        if (version.stores().size() > 1 || !version.stores().stream().allMatch(stores::exists)) {
            throw Refusals.invalidArgument("A function can be associated with one key value store that exists.");
        }
        if (!version.stores().isEmpty() && !config.textAt("Runtime").equals("cloudfront-js-2.0")) {
            throw Refusals.invalidArgument("Key value stores need the runtime cloudfront-js-2.0.");
        }
        return version;
    }

    static byte[] decoded(String base64, String parameter) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            throw Refusals.invalidArgument("The parameter " + parameter + " is not Base64.");
        }
    }

    /** Both stages keep the stores they name from being deleted. */
    private void store(@Nullable CloudFrontFunction before, CloudFrontFunction after) {
        byName.put(after.name(), after);
        uses.replace(after.arn(), usesOf(before), usesOf(after));
    }

    private static Set<Uses.Use> usesOf(@Nullable CloudFrontFunction function) {
        Set<Uses.Use> used = new LinkedHashSet<>();
        if (function != null) {
            Stream.concat(Stream.of(function.development()), Stream.ofNullable(function.live()))
                    .flatMap(version -> version.stores().stream())
                    .forEach(arn -> used.add(new Uses.Use(KeyValueStores.USAGE, arn)));
        }
        return used;
    }

    private TwinResponse describe(Exchange exchange) {
        CloudFrontFunction function = require(exchange);
        String etag = requireStage(exchange, function).etag();
        return Answers.ok(show(function, stage(exchange)), etag);
    }

    private TwinResponse get(Exchange exchange) {
        Version version = requireStage(exchange, require(exchange));
        return new TwinResponse(
                200,
                Map.of("Content-Type", "application/octet-stream", "ETag", version.etag()),
                version.code().getBytes(StandardCharsets.UTF_8));
    }

    private TwinResponse update(Exchange exchange) {
        XmlElement request = exchange.body("UpdateFunctionRequest");
        CloudFrontFunction updated = state.change(() -> {
            CloudFrontFunction current = require(exchange);
            exchange.requireMatch(current.development().etag());
            CloudFrontFunction changed = current.edited(version(request));
            store(current, changed);
            return changed;
        });
        String etag = updated.development().etag();
        // AWS's model spells this one header with a second t, and its SDKs read it so.
        return Answers.ok(show(updated, CloudFrontFunction.DEVELOPMENT), etag).with("ETtag", etag);
    }

    private TwinResponse publish(Exchange exchange) {
        CloudFrontFunction published = state.change(() -> {
            CloudFrontFunction current = require(exchange);
            exchange.requireMatch(current.development().etag());
            Version edited = current.development();
            CloudFrontFunction changed =
                    current.published(new Version(state.newETag(), state.now(), edited.config(), edited.code()));
            store(current, changed);
            return changed;
        });
        return Answers.ok(show(published, CloudFrontFunction.LIVE));
    }

    private TwinResponse delete(Exchange exchange) {
        return state.change(() -> {
            CloudFrontFunction current = require(exchange);
            exchange.requireMatch(current.development().etag());
            if (associated(current)) {
                throw Refusals.conflict(
                        "FunctionInUse", "Cannot delete the function because it's attached to cache behaviors.");
            }
            byName.remove(current.name());
            uses.replace(current.arn(), usesOf(current), Set.of());
            tags.forget(current.arn());
            return Answers.noContent();
        });
    }

    /** Without a stage in the request, both stages of every function. */
    private TwinResponse list(Exchange exchange) {
        String stage = exchange.request().queryParameter("Stage").orElse("");
        String marker = exchange.marker();
        String last = marker.contains("/") ? marker.substring(0, marker.indexOf('/')) : marker;
        Iterator<String> names = byName.keyIterator(last);
        Iterator<Listed> all = Stream.iterate(names, Iterator::hasNext, same -> same)
                .map(Iterator::next)
                .flatMap(name -> Stream.ofNullable(byName.get(name)))
                .flatMap(function -> Stream.of(CloudFrontFunction.DEVELOPMENT, CloudFrontFunction.LIVE)
                        .filter(each -> stage.isEmpty() || stage.equals(each))
                        .filter(each -> function.stage(each).isPresent())
                        .map(each -> new Listed(function, each)))
                .filter(each ->
                        !each.function().name().equals(last) || each.marker().compareTo(marker) > 0)
                .iterator();
        return Answers.ok(Page.read(all, marker, exchange.maxItems(), Listed::marker, each -> each)
                .plain("FunctionList", exchange, each -> show(each.function(), each.stage())));
    }

    private record Listed(CloudFrontFunction function, String stage) {
        String marker() {
            return function.name() + "/" + stage;
        }
    }

    CloudFrontFunction require(Exchange exchange) {
        CloudFrontFunction function = byName.get(exchange.variable("Name"));
        if (function == null) {
            throw missing();
        }
        return function;
    }

    Version requireStage(Exchange exchange, CloudFrontFunction function) {
        return function.stage(stage(exchange)).orElseThrow(Functions::missing);
    }

    private static AwsError missing() {
        return Refusals.notFound("NoSuchFunctionExists", "The function does not exist.");
    }

    private static String stage(Exchange exchange) {
        return exchange.request().queryParameter("Stage").orElse(CloudFrontFunction.DEVELOPMENT);
    }

    private boolean associated(CloudFrontFunction function) {
        return uses.inUse(new Uses.Use(Uses.FUNCTION, function.arn()));
    }

    XmlElement show(CloudFrontFunction function, String stage) {
        Version version = function.stage(stage).orElseThrow();
        Instant modified = version.modifiedAt();
        List<XmlElement> members = new ArrayList<>();
        members.add(XmlElement.of("Name", function.name()));
        members.add(XmlElement.of(
                "Status",
                function.live() == null ? "UNPUBLISHED" : associated(function) ? "ASSOCIATED" : "UNASSOCIATED"));
        members.add(version.config());
        members.add(XmlElement.of(
                "FunctionMetadata",
                XmlElement.of("FunctionARN", function.arn()),
                XmlElement.of("Stage", stage),
                XmlElement.of("CreatedTime", DistributionXml.time(function.createdAt())),
                XmlElement.of("LastModifiedTime", DistributionXml.time(modified))));
        return XmlElement.of("FunctionSummary", members);
    }
}
